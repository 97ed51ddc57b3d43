"""What a crowd's board is made of: members, standing items, themes, and a whole agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.foundations.kept_reports import FILE, KEY
from tracker.domain.board_vocabulary import AgendaKind, BoardRole, Presence
from tracker.domain.vocabulary import ScanResult
from tracker.models import (
    AgendaItem,
    AgendaPaper,
    AgendaReader,
    Attendance,
    Board,
    BoardMember,
    ForwardTheme,
    Meeting,
    MinuteCorrection,
    Person,
    StandingItem,
)
from tracker.services.reports import sha256_of

if TYPE_CHECKING:
    from tests.web.crowd import Crowd


def sit(crowd: Crowd, board: Board, person: Person) -> None:
    """Members with and without a person, and what the board looks at each time, and plans to."""
    of_board = {"board_id": board.id}
    seat = {**of_board, "role": BoardRole.MEMBER, "is_voting": True, "from_on": crowd.day(0)}
    crowd.make(BoardMember, {**seat, "person_id": person.id})
    crowd.make(BoardMember, *({**seat, "name": f"Partner {n}"} for n in crowd.each))
    item = {**of_board, "kind": AgendaKind.STANDING}
    rows = ({**item, "position": n, "title": f"Item {n}"} for n in crowd.each)
    crowd.make(StandingItem, *rows)
    month = crowd.by.today.replace(day=1)
    themes = ({**of_board, "title": f"Theme {n}", "month_on": month} for n in crowd.each)
    crowd.make(ForwardTheme, *themes)


def meet(crowd: Crowd, board: Board, meetings: list[Meeting], person: Person) -> None:
    """The first meeting with an agenda, of which each item has a reader, a paper and more."""
    of_meeting = {"meeting_id": meetings[0].id}
    seats = crowd.make(
        BoardMember,
        *(
            {
                "board_id": board.id,
                "role": BoardRole.ADVISER,
                "is_voting": False,
                "from_on": crowd.day(0),
                "name": f"Adviser {n}",
            }
            for n in crowd.each
        ),
    )
    presence = {**of_meeting, "presence": Presence.PRESENT}
    crowd.make(Attendance, *({**presence, "member_id": seat.id} for seat in seats))
    items = crowd.make(
        AgendaItem,
        *(
            {
                **of_meeting,
                "position": n,
                "title": f"Item {n}",
                "kind": AgendaKind.DECISION,
                "presenter_id": person.id,
                "is_restricted": True,
            }
            for n in crowd.each
        ),
    )
    for item, seat in zip(items, seats, strict=True):
        on_item = {**of_meeting, "item_id": item.id}
        crowd.make(AgendaReader, {**on_item, "member_id": seat.id})
        said = {"before": "x", "after": "y", "reason": "z", "corrected_on": crowd.day(0)}
        crowd.make(MinuteCorrection, {**on_item, **said, "corrected_by_id": person.id})
        crowd.make(AgendaPaper, {**on_item, **_FILE, "added_on": crowd.day(0)})


_FILE = {
    "title": "Paper",
    "name": "paper.pdf",
    "media_type": "application/pdf",
    "size": 1,
    "sha256": sha256_of(FILE),
    "storage_key": KEY,
    "scan": ScanResult.CLEAN,
}
