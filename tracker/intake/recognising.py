"""What kind of report a document is: its title tells the guide, the kind, the council, a theme."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.frameworks.definitions import Framework
from tracker.domain.frameworks.guide import Guide, PrintedKind
from tracker.intake.document import Block, Role
from tracker.intake.words import heading, parts, pattern, plain

_WITHIN_BLOCKS = 30
"""A title stands among the first blocks; what comes later only speaks of an inspection."""

_LONGEST_TITLE = 320
_LONGEST_COUNCIL = 90
_LONGEST_THEME = 160
_CALLS_ITSELF_COUNCIL = re.compile(r"\b(?:Council|Borough|City of|County)\b")
_A_NAME = re.compile(r"[^\W\d][\w&'’.,() -]*")


@dataclass(frozen=True)
class Title:
    """A title that was found: whose guide it is, which kinds it may be, and what it names.

    ``at`` are the positions of its blocks; ``kinds`` are in the guide's order.
    """

    guide: Guide
    kinds: tuple[PrintedKind, ...]
    council: str | None
    theme: str | None
    at: tuple[int, ...]


@dataclass(frozen=True)
class _Match:
    kind: PrintedKind
    groups: Mapping[str, str]
    at: tuple[int, ...]
    weight: int


def find_titles(blocks: Sequence[Block], guides: Iterable[Guide]) -> tuple[Title, ...]:
    """The title of the report as each guide that knows it reads it; none when no guide does.

    The longest title that fits is taken, so that a re-inspection is not read as an inspection.
    Several guides know one title where visits of two frameworks are called the same.
    """
    first = [
        (at, block)
        for at, block in enumerate(blocks)
        if block.role not in (Role.NOTE, Role.CONTENTS)
    ][:_WITHIN_BLOCKS]
    found: list[tuple[_Match, Guide]] = [
        (match, guide)
        for guide in guides
        for kind in guide.kinds
        for title in kind.titles
        for match in _matches(kind, title, first)
    ]
    longest = max((match.weight for match, _guide in found), default=0)
    fitting = [(match, guide) for match, guide in found if match.weight == longest]
    return tuple(
        _title([match for match, other in fitting if other is guide], guide)
        for guide in dict.fromkeys(guide for _match, guide in fitting)
    )


def _title(matches: Sequence[_Match], guide: Guide) -> Title:
    first = min(matches, key=lambda match: match.at[0])
    return Title(
        guide,
        tuple(dict.fromkeys(match.kind for match in matches)),
        first.groups.get("council"),
        first.groups.get("theme"),
        first.at,
    )


def choose_title(
    titles: Sequence[Title], frameworks: Mapping[str, Framework], on_site: date | None
) -> Title:
    """Of several readings of a title, the one with a framework that was in force on the day."""
    for title in titles:
        known = [frameworks[key] for key in title.guide.frameworks if key in frameworks]
        if on_site is not None and any(framework.covers(on_site) for framework in known):
            return title
    return titles[0]


def _matches(
    kind: PrintedKind, title: str, blocks: Sequence[tuple[int, Block]]
) -> Iterator[_Match]:
    wanted = list(parts(title))
    weight = sum(len(part) for part in re.split(r"\{[a-z]+\}| / ", title))
    for start in range(len(blocks)):
        groups: dict[str, str] = {}
        end = _fitted(wanted, blocks, start, groups)
        if end is not None:
            yield _Match(kind, groups, tuple(at for at, _block in blocks[start:end]), weight)


def _fitted(
    wanted: Sequence[str], blocks: Sequence[tuple[int, Block]], start: int, groups: dict[str, str]
) -> int | None:
    """Where the parts of a title end that begin at ``start``; a part may run over three blocks."""
    if not wanted:
        return start
    for length in (1, 2, 3):
        run = blocks[start : start + length]
        if wanted[0] == "{council}" and run and run[0][1].role is Role.ITEM:
            return None
        if len(run) < length or (length > 1 and wanted[0] == "{council}"):
            return None
        text = " ".join(block.text for _at, block in run)
        if _fits(wanted[0], text, groups):
            end = _fitted(wanted[1:], blocks, start + length, groups)
            if end is not None:
                return end
    return None


def _fits(part: str, text: str, groups: dict[str, str]) -> bool:
    """Whether a text is a part of a title; more may follow what has no council at its end."""
    if len(text) > _LONGEST_TITLE:
        return False
    if part == "{council}":
        groups["council"] = council_name(text)
        return _may_name_council(groups["council"])
    said, wanted = heading(text), pattern(part)
    found = wanted.fullmatch(said) if part.endswith("}") else wanted.match(said)
    if found is None or said[found.end() : found.end() + 1].isalpha():
        return False
    for key, value in found.groupdict().items():
        # The words are taken as printed: plain words have lost their capitals.
        groups[key] = council_name(as_printed(text, value))
    return _may_name_council(groups["council"]) if "council" in found.groupdict() else True


def _may_name_council(name: str) -> bool:
    return len(name) <= _LONGEST_COUNCIL and bool(_A_NAME.fullmatch(name))


def find_theme(blocks: Sequence[Block], guide: Guide) -> tuple[str, int] | None:
    """What a visit looked at, in the words of the first sentence that says so, and where."""
    for at, block in enumerate(blocks[:_WITHIN_BLOCKS]):
        for sentence in guide.themes:
            to_its_end = rf"{pattern(sentence).pattern}(?=[.;]|$)"
            found = re.search(to_its_end, plain(block.text))
            if found and len(found["theme"]) <= _LONGEST_THEME:
                return as_printed(block.text, found["theme"]), at
    return None


def find_council(blocks: Sequence[Block], title: Title) -> tuple[str, int] | None:
    """The council in a judgement's sentence ("Children's services in … are good"), and where.

    Without such a sentence, a short line about the title that names itself a council.
    """
    for at, block in enumerate(blocks):
        for sentence in title.guide.sentences:
            for beginning in sentence.beginnings:
                if "{council}" not in beginning or len(block.text) > _LONGEST_TITLE:
                    continue
                said = rf"{pattern(beginning).pattern} (?:is|are|requires?)\b"
                found = re.match(said, plain(block.text))
                name = council_name(as_printed(block.text, found["council"])) if found else ""
                if name and _may_name_council(name):
                    return name, at
    for at, block in enumerate(blocks[: title.at[-1] + 4]):
        if _CALLS_ITSELF_COUNCIL.search(block.text) and len(block.text.split()) <= 8:
            return council_name(block.text), at
    return None


def as_printed(text: str, words: str) -> str:
    """The stretch of ``text`` that reads as ``words`` once it is plain."""
    loose = r"\s+".join("".join(_either(letter) for letter in word) for word in words.split(" "))
    found = re.search(loose, text, re.IGNORECASE)
    return found[0] if found else words


def _either(letter: str) -> str:
    return {"'": "['’‘]", '"': '["“”]', "-": r"[-\u2010-\u2015\u2212]"}.get(
        letter, re.escape(letter)
    )


def council_name(text: str) -> str:
    """A council's name without the words around it that are not part of it."""
    name = " ".join(text.split()).strip(" .:,")
    return re.sub(r"(?i)^the (?=(?:royal|london|city|borough))|(?:'s|’s)$", "", name)


def choose_framework(
    title: Title,
    frameworks: Mapping[str, Framework],
    areas: Iterable[str],
    on_site: date | None,
) -> tuple[Framework, bool] | None:
    """Which of the guide's frameworks judges these areas, and whether that is certain.

    ``areas`` are the printed names of what the report judges. The days on site decide only between
    frameworks that fit equally well: old and new ones ran side by side.
    """
    known = [frameworks[key] for key in title.guide.frameworks if key in frameworks]
    if not known:
        return None
    printed = [plain(area) for area in areas]
    # A letter prints no areas: then none of them fits better than another.
    fit = {framework.key: _fit(framework, printed) if printed else 0 for framework in known}
    best = max(fit.values())
    fitting = [framework for framework in known if fit[framework.key] == best]
    if len(fitting) == 1:
        return fitting[0], bool(printed) or len(known) == 1
    covering = [
        framework for framework in fitting if on_site is not None and framework.covers(on_site)
    ]
    return (covering or fitting)[0], False


def _fit(framework: Framework, printed: Sequence[str]) -> int:
    """How many printed areas it has, less those that it lacks or has in vain."""
    names = {
        plain(name): area
        for area in framework.graded_areas
        for name in (area.label, *area.also_printed)
    }
    met = {names[area].key for area in printed if area in names}
    expected = {area.key for area in framework.graded_areas if area.expected}
    return 2 * len(met) - len(expected - met) - sum(area not in names for area in printed)
