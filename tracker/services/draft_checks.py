"""What stands in the way of accepting a draft, found without changing anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tracker.domain.frameworks import Framework
from tracker.intake.draft import DraftJudgement, DraftRecommendation, ReportDraft
from tracker.models import Council

Frameworks = Mapping[str, Framework]

SHORT: Final = 60
"""So much of an item's words names it in a sentence."""

_FORMS: Final = re.compile(
    r"\b(council|borough|county|city|district|metropolitan|unitary|royal|london|of|the|and|mbc|cc)\b"
)


@dataclass(frozen=True)
class Shortcoming:
    """Why a draft cannot be accepted yet: the fact or the item, and what to do in a sentence."""

    about: str
    sentence: str


def names_another_council(found: ReportDraft, council: Council) -> bool:
    """Whether the report says that it is about a council of another name."""
    if found.council is None:
        return False
    said, own = _name_words(found.council.value), _name_words(council.name)
    return bool(said) and not (said <= own or _name_words(council.short_name) <= said)


def _name_words(name: str) -> set[str]:
    return set(re.findall(r"\w+", _FORMS.sub(" ", name.casefold())))


def standing_judgements(found: ReportDraft) -> list[DraftJudgement]:
    """The judgements that were not dropped, in printed order."""
    return [judgement for judgement in found.judgements if not judgement.dropped]


def standing_recommendations(found: ReportDraft) -> list[DraftRecommendation]:
    """The recommendations that were not dropped, in printed order."""
    return [one for one in found.recommendations if not one.dropped]


def shortcomings(found: ReportDraft, frameworks: Frameworks) -> Iterator[Shortcoming]:
    """What stands in the way of accepting a draft, in the order of its page."""
    framework = frameworks.get(found.framework.value) if found.framework else None
    kind = framework.find_kind(found.kind.value) if framework and found.kind else None
    if framework is None or kind is None:
        yield Shortcoming("kind", "Select the kind of inspection")
    if not found.fieldwork:
        yield Shortcoming("fieldwork", "Enter the first and the last day on site")
    if framework is not None and kind is not None:
        yield from _of_judgements(found, framework, graded=kind.graded)
    for one in standing_recommendations(found):
        if not one.text.strip():
            yield Shortcoming(one.key, f"Enter the words of {name_of(one)}, or drop it")


def _of_judgements(
    found: ReportDraft, framework: Framework, *, graded: bool
) -> Iterator[Shortcoming]:
    seen: set[str] = set()
    for judgement in standing_judgements(found):
        name = short_of(judgement.area)
        if not graded:
            sentence = f"Inspections of this kind give no grades, so drop the judgement “{name}”"
            yield Shortcoming(judgement.key, sentence)
            continue
        scale = framework.scale_of(judgement.area_key or "")
        if scale is None or scale.find_grade(judgement.grade_key or "") is None:
            sentence = f"Select the area and the grade of the judgement “{name}”, or drop it"
            yield Shortcoming(judgement.key, sentence)
        elif judgement.area_key in seen:
            yield Shortcoming(judgement.key, f"“{name}” is judged twice, so drop one of the two")
        seen.add(judgement.area_key or judgement.key)


def name_of(one: DraftRecommendation) -> str:
    """What a sentence calls a recommendation of the draft."""
    return f"recommendation {one.reference}" if one.reference else f"“{short_of(one.text) or '…'}”"


def short_of(words: str) -> str:
    """So much of an item's words as names it in a sentence."""
    return words if len(words) <= SHORT else f"{words[: SHORT - 1].rstrip()}…"
