"""Adding and amending a board, and letting it end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.meetings import MOST_WEEKS
from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, line, offer, paragraphs, select
from tracker.forms.typed import chosen_id, number, number_of
from tracker.models import Board, Person
from tracker.presenters.words import choices
from tracker.services.boards import BoardFields


class BoardForm(PageForm):
    """What a board is called, what it is for, and who chairs it."""

    version = hidden()
    name = line("Name", required="Enter the name of the board")
    kind = select("Kind", choices(BoardKind), required="Select the kind of board")
    chair_id = select("Chair", none="Nobody who is known here")
    chair_note = line(
        "About the chair", hint="Such as “Independent”, or the chair’s name if not known here"
    )
    terms = paragraphs("Terms of reference", hint="What the board is there for, and for how long")
    quorum = number(
        "Quorum", most=100, hint="How many voting members it needs to decide, such as 5"
    )
    meets_every = number("Weeks from one meeting to the next", most=MOST_WEEKS, hint="Such as 6")
    reports_to_id = select("Reports to", none="No other board")
    ended_on = day("Ended on", hint="Only for a board that meets no more")

    def offer_chairs(self, people: Iterable[Any], kept: Person | None = None) -> None:
        """Offer the people (id, name); ``kept`` chairs now and stays a choice though they left."""
        offered = {str(row.id): row.name for row in people}
        if kept is not None:
            offered.setdefault(str(kept.id), kept.name)
        offer(self.chair_id, list(offered.items()))

    def offer_boards(self, boards: Iterable[Any], today: date, board: Board | None = None) -> None:
        """Offer the boards (id, name, ended_on) that meet, but for ``board`` itself.

        What it reports to now stays a choice though it has ended.
        """
        own, kept = (board.id, board.reports_to_id) if board else (None, None)
        offered = [
            (str(row.id), row.name)
            for row in boards
            if row.id != own and (row.id == kept or not (row.ended_on and row.ended_on <= today))
        ]
        offer(self.reports_to_id, offered)

    def fields(self) -> BoardFields:
        """What the deed takes."""
        return BoardFields(
            name=self.name.data,
            kind=BoardKind(self.kind.data),
            chair_id=chosen_id(self.chair_id),
            chair_note=self.chair_note.data,
            terms=self.terms.data,
            ended_on=self.ended_on.data,
            quorum=number_of(self.quorum),
            meets_every=number_of(self.meets_every),
            reports_to_id=chosen_id(self.reports_to_id),
        )


class EndBoardForm(PageForm):
    """The day from which a board meets no more."""

    version = hidden()
    ended_on = day("Ended on", required="Enter the day on which the board ended")

    def fields_of(self, board: Board) -> BoardFields:
        """What the deed takes: the board as it stands, with its end."""
        return BoardFields(
            name=board.name,
            kind=board.kind,
            chair_id=board.chair_id,
            chair_note=board.chair_note,
            terms=board.terms,
            ended_on=self.ended_on.data,
            quorum=board.quorum,
            meets_every=board.meets_every,
            reports_to_id=board.reports_to_id,
        )
