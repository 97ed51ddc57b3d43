"""The grades that a report gives: rows of a table, and judgements printed as a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from tracker.domain.frameworks.definitions import Framework, Grade, GradeScale, JudgementArea
from tracker.domain.frameworks.guide import Guide
from tracker.intake.document import Block, Role
from tracker.intake.draft import DraftJudgement, Place, Sureness
from tracker.intake.facts import place_of
from tracker.intake.words import begins, heading, plain, split_label

_LIKE = 0.92
"""How alike two names of an area must be: a misprint apart, no more."""

_LONGEST_AREA = 160
_LONGEST_SENTENCE = 420
_SAID = r"{}(?: ?\([^)]{{1,12}}\))? (?:(?:is|are|as|that|judged|to|be|found) )*{}"
_GRADE = r"(?P<grade>{})(?!\w)"
_COUNCIL = r"(?!were|was)\S+(?: (?!(?:were|was|have|had|has)\b)\S+){0,7}?"
_NUMBERED_GRADE = re.compile(r"\(?\bgrade:? ?\d\)?")
_AREA_NUMBER = re.compile(r"^\d(?:\.\d)?[.):]?\s+")


@dataclass(frozen=True)
class Pair:
    """A printed area with its printed grade, before it is known whose they are."""

    area: str
    grade: Grade
    at: int
    place: Place


def grade_pairs(
    blocks: Sequence[Block], frameworks: Iterable[Framework], guide: Guide
) -> tuple[Pair, ...]:
    """Every row of a table that gives a grade, in printed order, history left out.

    A row is an area's cell and a cell that holds a grade and nothing else. Grades are those of any
    of the frameworks, so that a report is read before it is known which of them it belongs to.
    """
    scales = [scale for framework in frameworks for scale in framework.scales]
    found: list[Pair] = []
    rows: set[tuple[int, int] | None] = set()
    for at, block in _present(blocks, guide):
        grade = printed_grade(block.text, scales)
        if grade is not None and block.row is not None and block.row in rows:
            # The same grade in another column, as a number.
            continue
        if grade is not None:
            rows.add(block.row)
            found += _row_of(blocks, at, grade, scales)
        elif len(block.text) <= _LONGEST_AREA:
            both = list(_within_one(block, at, scales))
            found += both
            if both and block.row is not None:
                rows.add(block.row)
    return tuple(found)


def _row_of(
    blocks: Sequence[Block], at: int, grade: Grade, scales: Sequence[GradeScale]
) -> Iterator[Pair]:
    """The pair of a grade and the area before it in its row, whose cell may say more besides."""
    first = at - 1
    while first > 0 and _same_row(blocks[first - 1], blocks[at]) and blocks[at].cell:
        first -= 1
    if first < 0 or not _same_row(blocks[first], blocks[at]):
        return
    area = blocks[first]
    name = _area_name(area.text)
    if name and len(area.text) <= _LONGEST_AREA and printed_grade(area.text, scales) is None:
        both = Place(area.page, (*area.boxes, *blocks[at].boxes), (first, at))
        yield Pair(name, grade, at, both)


def _within_one(block: Block, at: int, scales: Sequence[GradeScale]) -> Iterator[Pair]:
    """The pair of a block that prints both: "Care leavers: good"."""
    said = " ".join(block.text.split())
    for scale in scales:
        found = re.search(rf"^(?P<area>.+?)[\s:–-]+(?:{_any_grade(scale)})$", said, re.IGNORECASE)
        if found and (name := _area_name(found["area"])):
            grade = scale.find_printed(said[found.end("area") :].strip(" :–-"))
            if grade is not None:
                yield Pair(name, grade, at, place_of(block, at))
                return


def _present(blocks: Sequence[Block], guide: Guide) -> Iterator[tuple[int, Block]]:
    """The blocks that speak of this inspection, not of an earlier one."""
    past = False
    for at, block in enumerate(blocks):
        if block.role is Role.HEADING or (block.bold and len(block.text) < _LONGEST_AREA):
            past = begins(block.text, guide.history)
        if not past and block.role not in (Role.NOTE, Role.CONTENTS):
            yield at, block


def _same_row(area: Block, grade: Block) -> bool:
    if area.cell is not None and grade.cell is not None:
        return area.row == grade.row and area.cell != grade.cell
    return (
        area.cell is None
        and grade.cell is None
        and area.page == grade.page
        and area.role is not Role.NOTE
    )


def _area_name(text: str) -> str:
    """The area as printed, without the bullet or number before it."""
    return _AREA_NUMBER.sub("", split_label(" ".join(text.split()))[1]).strip(" :")


def printed_grade(text: str, scales: Iterable[GradeScale]) -> Grade | None:
    """The grade that a cell prints, alone or with its number ("Inadequate (Grade 4)")."""
    if len(text) > 80:
        return None
    words = heading(text)
    bare = _NUMBERED_GRADE.sub("", words).strip(" :-")
    for scale in scales:
        grade = scale.find_printed(words) or (scale.find_printed(bare) if bare else None)
        if grade is not None:
            return grade
    return None


def judgements_of(
    blocks: Sequence[Block], pairs: Sequence[Pair], framework: Framework, guide: Guide
) -> tuple[DraftJudgement, ...]:
    """The judgements of a framework's report, one an area, in printed order.

    The first time that an area is graded counts. A graded row of the judgements' own table whose
    area the framework does not know is kept without a key: a person says what it is.
    """
    found: dict[str, tuple[int, DraftJudgement]] = {}
    own_tables = {blocks[p.at].table for p in pairs if _area_of(p.area, framework)} - {None}
    for pair in pairs:
        area = _area_of(pair.area, framework)
        alone = len(pair.place.passages) == 1
        if area is None and (alone or blocks[pair.at].table not in own_tables):
            continue
        key = area.key if area else plain(pair.area)
        if key in found and guide.areas_repeat and blocks[pair.at].table in own_tables:
            # The same heading judges another service: a person says which.
            key, area = f"{key} {pair.at}", None
        if key not in found:
            found[key] = (pair.at, _judgement(pair, area, framework))
    for area, at, block, grade in _sentences(blocks, framework, guide):
        if area.key not in found:
            found[area.key] = (
                at,
                DraftJudgement(
                    "", area.label, grade.label, area.key, grade.key, place_of(block, at)
                ),
            )
    in_order = sorted(found.values(), key=lambda item: item[0])
    return tuple(
        replace(judgement, key=f"j{number}") for number, (_at, judgement) in enumerate(in_order, 1)
    )


def _judgement(pair: Pair, area: JudgementArea | None, framework: Framework) -> DraftJudgement:
    scale = framework.scale_of(area.key) if area else None
    grade = scale.find_grade(pair.grade.key) if scale else None
    return DraftJudgement(
        key="",
        area=pair.area,
        grade=pair.grade.label,
        area_key=area.key if area else None,
        grade_key=grade.key if grade else None,
        place=pair.place,
        sureness=Sureness.CERTAIN if area and grade else Sureness.UNSURE,
    )


def _area_of(printed: str, framework: Framework) -> JudgementArea | None:
    said = heading(printed)
    best: tuple[float, JudgementArea | None] = (0.0, None)
    for area in framework.graded_areas:
        for name in (area.label, *area.also_printed):
            wanted = heading(name)
            if said == wanted or said.endswith(f" {wanted}"):
                return area
            likeness = SequenceMatcher(None, said, wanted, autojunk=False).ratio()
            best = max(best, (likeness, area), key=lambda pair: pair[0])
    return best[1] if best[0] >= _LIKE else None


def _sentences(
    blocks: Sequence[Block], framework: Framework, guide: Guide
) -> Iterator[tuple[JudgementArea, int, Block, Grade]]:
    for sentence in guide.sentences:
        area = framework.find_area(sentence.area)
        scale = framework.scale_of(sentence.area)
        if area is None or scale is None:
            continue
        for at, block in _present(blocks, guide):
            if block.role is Role.ITEM:
                continue
            grade = _said_grade(block.text, sentence.beginnings, scale)
            if grade is None and at + 1 < len(blocks) and _goes_with(block, blocks[at + 1]):
                both = f"{block.text} {blocks[at + 1].text}"
                grade = _said_grade(both, sentence.beginnings, scale)
            if grade is not None:
                yield area, at, block, grade
                break


def _goes_with(block: Block, following: Block) -> bool:
    """Whether two lines on a cover may be one sentence."""
    return block.cell == following.cell and block.bold == following.bold and len(block.text) < 120


def _said_grade(text: str, beginnings: Iterable[str], scale: GradeScale) -> Grade | None:
    """The grade in a sentence that begins as a judgement does, with only links between.

    An outcome's own words may be the whole sentence.
    """
    said = plain(text)
    grade = _GRADE.format(_any_grade(scale))
    for beginning in beginnings:
        opening = _opening(beginning)
        found = None
        if len(text) <= _LONGEST_SENTENCE:
            found = re.match(_SAID.format(opening, grade), said)
        if found is None and re.match(opening, said):
            found = re.match(grade, said)
        if found is not None:
            return scale.find_printed(found["grade"])
    return None


def _any_grade(scale: GradeScale) -> str:
    names = [heading(name) for grade in scale.grades for name in (grade.label, *grade.also_printed)]
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _opening(beginning: str) -> str:
    """A sentence's beginning as a pattern; a council's name is up to eight words of no verb."""
    return _COUNCIL.join(re.escape(piece) for piece in re.split(r"\{[a-z]+\}", plain(beginning)))
