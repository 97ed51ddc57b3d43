"""The picture of judgements through the years: what stands in it, where, and in which words."""

from __future__ import annotations

from datetime import date
from xml.etree.ElementTree import Element, fromstring

import pytest

from tracker.charts.judgement_history import judgement_history
from tracker.charts.judgements import Judged, Mark, Strand
from tracker.charts.lettering import width_of
from tracker.charts.palette import NEUTRAL, PAINTS
from tracker.charts.picture import Picture

SVG = "{http://www.w3.org/2000/svg}"
STRANDS = (
    Strand("overall", "Overall"),
    Strand("care", "Children in care"),
    Strand("leavers", "Care leavers"),
)
INADEQUATE = Mark(("overall",), "Inadequate", "serious", 4, 4)
GOOD = Mark(("care",), "Good", "positive", 2, 4)
TOGETHER = Mark(("care", "leavers"), "Outstanding", "positive", 1, 4)
FIRST = Judged(date(2015, 6, 23), "SIF", (INADEQUATE, GOOD))


def drawn(*inspections: Judged, strands: tuple[Strand, ...] = STRANDS, ident: str = "p") -> Picture:
    return judgement_history(strands, inspections, title="How it went", ident=ident)


def root(picture: Picture) -> Element:
    return fromstring(picture.svg)  # noqa: S314 - our own drawing


def said(picture: Picture) -> list[str]:
    return [element.text or "" for element in root(picture).iter(f"{SVG}text")]


def boxes(picture: Picture, fill: str) -> list[dict[str, float]]:
    """The cells of one colour, without the small bars in them."""
    return [
        {key: float(found.get(key, "0")) for key in ("x", "y", "width", "height")}
        for found in root(picture).iter(f"{SVG}rect")
        if found.get("fill") == fill and float(found.get("height", "0")) > 20
    ]


def bars(picture: Picture) -> tuple[int, int]:
    """How many bars there are, and how many of them are filled."""
    found = [rect for rect in root(picture).iter(f"{SVG}rect") if rect.get("height") == "5"]
    return len(found), sum(1 for rect in found if rect.get("fill") == rect.get("stroke"))


class TestWords:
    def test_alt_names_every_judgement_with_its_month(self) -> None:
        later = Judged(date(2018, 2, 27), "SIF", (Mark(("overall",), "Good", "positive", 2, 4),))
        assert drawn(later, FIRST).alt == (
            "Judgements of 2 inspections. "
            "Overall: inadequate in June 2015, good in February 2018. "
            "Children in care: good in June 2015. "
            "Care leavers: no grade recorded."
        )

    def test_the_table_has_a_column_for_each_inspection_in_order(self) -> None:
        later = Judged(date(2022, 10, 10), "ILACS", (TOGETHER,))
        picture = drawn(later, FIRST)
        assert picture.header == ("Judgement", "June 2015, SIF", "October 2022, ILACS")
        assert picture.rows == (
            ("Overall", "Inadequate", "No grade recorded"),
            ("Children in care", "Good", "Outstanding (judged together with: Care leavers)"),
            (
                "Care leavers",
                "No grade recorded",
                "Outstanding (judged together with: Children in care)",
            ),
        )

    def test_an_absent_overall_grade_is_said_and_not_drawn_as_a_grade(self) -> None:
        picture = drawn(Judged(date(2026, 6, 15), "ILACS", (GOOD,), without="overall"))
        assert "No overall" in said(picture)
        assert picture.rows[0] == ("Overall", "No overall grade")
        assert "Overall: no overall grade in June 2026." in picture.alt
        assert bars(picture) == (4, 3)
        (empty,) = (r for r in root(picture).iter(f"{SVG}rect") if r.get("stroke-dasharray"))
        assert empty.get("fill") == "#ffffff"

    def test_words_cannot_break_out_of_the_picture(self) -> None:
        rude = "<script>\"&'</title>"
        picture = judgement_history(
            (Strand("overall", rude),),
            [Judged(date(2015, 6, 23), rude, (Mark(("overall",), rude),))],
            title=rude,
            ident="p",
        )
        tree = root(picture)
        assert [element.tag for element in tree.iter() if "script" in str(element.tag)] == []
        assert tree.findtext(f"{SVG}title") == rude


class TestCells:
    def test_a_judgement_on_two_strands_spans_their_rows(self) -> None:
        alone = drawn(Judged(date(2022, 10, 10), "ILACS", (GOOD,)))
        spanning = drawn(Judged(date(2022, 10, 10), "ILACS", (TOGETHER,)))
        (one,), (two,) = boxes(alone, "#cfe9dc"), boxes(spanning, "#cfe9dc")
        assert two["height"] > 1.5 * one["height"]
        assert said(spanning).count("Outstanding") == 1
        assert "judged together" in said(spanning)
        assert "judged together" not in said(alone)

    def test_strands_that_do_not_lie_side_by_side_get_a_cell_each(self) -> None:
        apart = (STRANDS[1], STRANDS[0], STRANDS[2])
        picture = drawn(Judged(date(2022, 10, 10), "ILACS", (TOGETHER,)), strands=apart)
        assert len(boxes(picture, "#cfe9dc")) == 2

    def test_a_grade_for_one_strand_goes_before_one_for_several(self) -> None:
        picture = drawn(Judged(date(2022, 10, 10), "ILACS", (GOOD, TOGETHER)))
        assert picture.rows[1][1] == "Good"
        assert picture.rows[2][1].startswith("Outstanding")

    def test_two_grades_for_one_strand_are_both_said_and_neither_is_preferred(self) -> None:
        bad = Mark(("overall",), "Inadequate", "serious", 4, 4)
        good = Mark(("overall",), "Adequate", "caution", 3, 4)
        picture = drawn(Judged(date(2012, 3, 1), "Pre-SIF", (bad, good)))
        assert picture.rows[0][1] == "Inadequate; Adequate"
        assert len(boxes(picture, NEUTRAL.fill)) == 1
        assert bars(picture) == (0, 0)

    def test_an_outcome_without_a_rank_is_drawn_neutrally(self) -> None:
        outcome = Mark(("overall",), "Systemic failings", "serious")
        picture = drawn(Judged(date(2024, 1, 30), "Area SEND", (outcome,)))
        assert len(boxes(picture, NEUTRAL.fill)) == 1
        assert boxes(picture, PAINTS["serious"].fill) == []

    @pytest.mark.parametrize(("rank", "filled"), [(1, 4), (2, 3), (3, 2), (4, 1)])
    def test_the_better_the_grade_the_more_bars_are_filled(self, rank: int, filled: int) -> None:
        mark = Mark(("overall",), "A grade", "caution", rank, 4)
        assert bars(drawn(Judged(date(2015, 6, 23), "SIF", (mark,)))) == (4, filled)

    def test_more_time_between_inspections_is_more_room_between_them(self) -> None:
        after = [Judged(date(2015 + years, 6, 23), "SIF", (INADEQUATE,)) for years in (1, 3)]
        near, far = (boxes(drawn(FIRST, one), PAINTS["serious"].fill) for one in after)
        assert far[1]["x"] - far[0]["x"] > near[1]["x"] - near[0]["x"] > near[0]["width"]


class TestForm:
    def test_it_is_an_image_with_a_name_and_ids_of_its_own(self) -> None:
        one, other = root(drawn(FIRST, ident="one")), root(drawn(FIRST, ident="other"))
        assert one.get("role") == "img"
        ids = [element.get("id") for element in one.iter() if element.get("id")]
        assert one.get("aria-labelledby", "").split() == ids == ["one-title", "one-desc"]
        assert not set(ids) & {element.get("id") for element in other.iter()} - {None}
        assert one.findtext(f"{SVG}desc") == drawn(FIRST).alt

    def test_it_has_no_style_and_nothing_but_plain_shapes(self) -> None:
        tree = root(drawn(FIRST, Judged(date(2022, 10, 10), "ILACS", (TOGETHER,))))
        tags = {str(element.tag).removeprefix(SVG) for element in tree.iter()}
        assert tags == {"svg", "title", "desc", "rect", "line", "text"}
        assert not [element for element in tree.iter() if element.get("style")]

    @pytest.mark.parametrize("words", ["Good", "Requires improvement to be good", "x" * 90])
    def test_everything_lies_within_it(self, words: str) -> None:
        mark = Mark(("care",), words, "caution", 3, 4)
        name = "A framework with a remarkably long name"
        picture = drawn(FIRST, Judged(date(2030, 10, 10), name, (mark,)))
        for text in root(picture).iter(f"{SVG}text"):
            size = float(text.get("font-size", "0"))
            width = width_of(text.text or "", size, bold=text.get("font-weight") == "bold")
            x = float(text.get("x", "0")) - (width / 2 if text.get("text-anchor") else 0)
            assert x >= -1
            assert x + width <= picture.width + 1, text.text
            assert 0 < float(text.get("y", "0")) <= picture.height
        for rect in root(picture).iter(f"{SVG}rect"):
            assert float(rect.get("x", "0")) + float(rect.get("width", "0")) <= picture.width
            assert float(rect.get("y", "0")) + float(rect.get("height", "0")) <= picture.height

    def test_a_single_inspection_leaves_room_for_the_note(self) -> None:
        picture = drawn(FIRST)
        (note,) = (text for text in said(picture) if text.startswith("The more bars"))
        assert width_of(note, 12) <= picture.width

    @pytest.mark.parametrize("strands", [("care",), ("care", "leavers")])
    def test_a_cell_is_high_enough_for_its_words(self, strands: tuple[str, ...]) -> None:
        mark = Mark(strands, "word " * 24, "caution", 3, 4)
        picture = drawn(Judged(date(2022, 10, 10), "ILACS", (mark,)))
        (cell,) = boxes(picture, PAINTS["caution"].fill)
        lines = [
            float(text.get("y", "0"))
            for text in root(picture).iter(f"{SVG}text")
            if (text.text or "").startswith("word")
        ]
        assert len(lines) > 4
        assert cell["y"] + 14 <= min(lines)
        assert max(lines) <= cell["y"] + cell["height"] - 13

    def test_nothing_to_draw_is_still_a_picture(self) -> None:
        assert drawn(strands=()).alt == "No judgements are recorded yet."
        assert root(drawn(strands=())).tag == f"{SVG}svg"

    def test_it_is_placed_in_a_page_as_it_is(self) -> None:
        picture = drawn(FIRST)
        assert picture.__html__() == picture.svg
