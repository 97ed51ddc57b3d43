"""The picture of boards: who reports to whom, in boxes, words and a table."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

from tracker.charts.governance import WIDTH, GovernanceBoard, governance
from tracker.charts.picture import Picture

BOARDS = (
    GovernanceBoard("cabinet", "Cabinet", "Cabinet"),
    GovernanceBoard("board", "Improvement Board", "Improvement board", "cabinet"),
    GovernanceBoard("group", "Delivery Group", "Internal group", "board"),
    GovernanceBoard("scrutiny", "Scrutiny <Panel> & more", "Scrutiny committee"),
)


def drawn(*boards: GovernanceBoard) -> Picture:
    return governance(boards, title="4 boards meet", ident="g")


def boxes(picture: Picture) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of each box, without the ground."""
    found = ET.fromstring(picture.svg).iter("{http://www.w3.org/2000/svg}rect")  # noqa: S314
    rects = [tuple(float(r.get(k, "0")) for k in ("x", "y", "width", "height")) for r in found]
    return [(x, y, x + w, y + h) for x, y, w, h in rects[1:]]


def test_the_words_say_who_reports_to_whom() -> None:
    picture = drawn(*BOARDS)
    assert picture.alt == (
        "Cabinet reports to no other board. Improvement Board reports to Cabinet. "
        "Delivery Group reports to Improvement Board. "
        "Scrutiny <Panel> & more reports to no other board."
    )
    assert picture.header == ("Board", "Kind", "Reports to")
    assert picture.rows[2] == ("Delivery Group", "Internal group", "Improvement Board")
    assert picture.rows[3][2] == "No other board"


def test_a_board_stands_below_and_within_the_one_that_it_reports_to() -> None:
    # In whatever order they come.
    for order in (BOARDS, tuple(reversed(BOARDS))):
        picture = drawn(*order)
        names = re.findall(r'font-weight="bold">([^<]+)<', picture.svg)
        place = dict(zip(names, boxes(picture), strict=True))
        cabinet, board, group = (
            place[name] for name in ("Cabinet", "Improvement Board", "Delivery Group")
        )
        assert cabinet[1] < board[1] < group[1]
        assert cabinet[0] < board[0] < group[0]
        assert picture.svg.count("<polyline") == 4


def test_boxes_do_not_meet_and_stay_within_the_picture() -> None:
    chain = [
        GovernanceBoard(str(n), f"Board {n} " * 20, "Task group", str(n - 1)) for n in range(30)
    ]
    picture = drawn(*chain)
    found = boxes(picture)
    assert len(found) == 30
    for above, below in pairwise(found):
        assert above[3] < below[1]
    assert all(
        x >= 0 and right <= WIDTH and bottom <= picture.height for x, _, right, bottom in found
    )


def test_what_reports_to_nothing_that_is_drawn_stands_by_itself_and_a_circle_is_drawn_once() -> (
    None
):
    lost = GovernanceBoard("a", "A", "Cabinet", "gone")
    round_one = GovernanceBoard("b", "B", "Cabinet", "c")
    round_two = GovernanceBoard("c", "C", "Cabinet", "b")
    picture = drawn(lost, round_one, round_two)
    assert len(boxes(picture)) == 3
    assert picture.rows[0] == ("A", "Cabinet", "No other board")


def test_it_has_a_name_and_no_colour_alone_and_nothing_when_there_is_nothing() -> None:
    picture = drawn(*BOARDS)
    root = ET.fromstring(picture.svg)  # noqa: S314
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "g-title g-desc"
    assert drawn().alt == "There are no boards yet."
