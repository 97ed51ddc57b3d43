"""Quality checks in words: what each rule is called and means, and what it found, said in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from tracker.domain.frameworks import Framework
from tracker.domain.plan_questions import Gap
from tracker.domain.quality import MANY_ACTIONS, RULES, Finding, check
from tracker.domain.ratings import read_back
from tracker.domain.snapshot import PlanSnapshot
from tracker.domain.text import in_a_sentence
from tracker.domain.vocabulary import Delivery, ImpactRating
from tracker.presenters.recommendations import in_short, name_of
from tracker.presenters.words import count_words, day_words, label

CSV_HEADER: Final = ("Check", "About", "What was found", "What to do")


@dataclass(frozen=True)
class RuleWords:
    """What a rule is called, what it means, and what mends a finding of it."""

    title: str
    meaning: str
    mend: str


RULE_WORDS: Final[Mapping[str, RuleWords]] = {
    "recommendation_unanswered": RuleWords(
        "Not answered by any action",
        "No action of this plan answers it. Recommendations that were not accepted, or that a "
        "later visit found resolved, are left out.",
        "Add an action",
    ),
    "back_again_nothing_new": RuleWords(
        "Not mended, and nothing new since",
        "The latest visit found no progress, or the fault still or again there. Since then no "
        "action was added for it and no update was posted.",
        "Add an action",
    ),
    "priority_without_action": RuleWords(
        "Priority with no action",
        "It promises a difference, and nothing is done for it.",
        "Add an action",
    ),
    "owner_left": RuleWords(
        "Nobody to answer for it",
        "Open actions whose owner has left, whose post is closed or vacant, or that have no owner.",
        "Name who answers for it",
    ),
    "many_on_one_owner": RuleWords(
        "Many actions on one owner",
        f"One post or person leads more than {MANY_ACTIONS} open actions.",
        "Share them out",
    ),
    "overdue_without_update": RuleWords(
        "Overdue, and no update since",
        "The due date has passed, it is not complete, and its owner has said nothing since.",
        "Post an update",
    ),
    "complete_without_evidence": RuleWords(
        "Complete without evidence",
        "The owner calls it complete, and nothing shows that it was done.",
        "Add evidence",
    ),
    "evidence_without_impact": RuleWords(
        "Evidence without impact",
        "It was completed three months ago or more, evidence shows it, and nobody has said yet "
        "whether it made a difference.",
        "Say what difference it made",
    ),
    "no_success_measure": RuleWords(
        "No success measure",
        "Nothing says how we will know that it worked.",
        "Add a success measure",
    ),
    "unmeasurable": RuleWords(
        "Success measure may not be measurable",
        "It names no number, no comparison, no day and nothing that is usually measured. This is "
        "a hint: people may know better.",
        "Amend the success measure",
    ),
    "same_text": RuleWords(
        "Same text in two actions",
        "Two actions ask for the same in the same, or nearly the same, words.",
        "Merge the two",
    ),
}
"""The words of each rule of ``domain.quality``, by its name."""


@dataclass(frozen=True)
class FindingRow:
    """A finding in words; ``about`` is the name of its record."""

    finding: Finding
    about: str
    sentence: str


@dataclass(frozen=True)
class RuleSection:
    """A rule with all that it found."""

    name: str
    words: RuleWords
    rows: Sequence[FindingRow]


class _Names:
    """How the records of a snapshot are called in a finding."""

    def __init__(self, snapshot: PlanSnapshot, frameworks: Mapping[str, Framework]) -> None:
        inspections = {one.id: one for one in snapshot.inspections}
        self._visits = {one.id: one.title for one in snapshot.inspections}
        self._names: dict[Any, str] = {
            **{one.id: f"{one.reference} {one.title}" for one in snapshot.actions},
            **{one.id: f"{one.letter}: {one.title}" for one in snapshot.priorities},
            **{one.id: one.title for one in snapshot.posts},
            **{one.id: one.name for one in snapshot.people},
        }
        for one in snapshot.recommendations:
            inspection = inspections.get(one.inspection_id)
            framework = frameworks.get(inspection.framework) if inspection else None
            name = name_of(framework, one.kind, one.reference)
            where = f" ({inspection.title})" if inspection else ""
            self._names[one.id] = f"{name}{where}: {in_short(one.text)}"
        words = read_back(snapshot.words)
        self.complete = words.name(Delivery.COMPLETE)
        self.too_early = words.name(ImpactRating.TOO_EARLY)

    def of(self, key: Any) -> str:
        return self._names.get(key) or self._visits.get(key, "")


def rows_of(snapshot: PlanSnapshot, frameworks: Mapping[str, Framework]) -> Iterator[FindingRow]:
    """All that the rules find of a plan, in words and in the order of the rules."""
    names = _Names(snapshot, frameworks)
    for finding in check(snapshot):
        sentence = SENTENCES[finding.rule](finding, names)
        yield FindingRow(finding, names.of(finding.subject_id), sentence)


def sections_of(snapshot: PlanSnapshot, frameworks: Mapping[str, Framework]) -> list[RuleSection]:
    """The rules that found something, each with its findings."""
    found = groupby(rows_of(snapshot, frameworks), key=lambda row: row.finding.rule)
    return [RuleSection(name, RULE_WORDS[name], list(rows)) for name, rows in found]


def _since(finding: Finding, before: str = " since ") -> str:
    return f"{before}{day_words(finding.on)}" if finding.on else ""


def _owner_words(finding: Finding, _names: _Names) -> str:
    still = count_words(finding.number, "open action", "open actions")
    return {
        Gap.NOBODY: "Nobody owns this action.",
        Gap.LEFT: f"Left{_since(finding, ' on ')} and still owns {still}.",
        Gap.CLOSED: f"This post was closed{_since(finding, ' on ')} and still owns {still}.",
        Gap.VACANT: f"Nobody holds this post, and it owns {still}.",
    }[finding.gap or Gap.NOBODY]


def _complete_words(finding: Finding, names: _Names) -> str:
    return f"“{names.complete}”{_since(finding)}, and no evidence is recorded."


def _impact_words(finding: Finding, names: _Names) -> str:
    return (
        f"“{names.complete}”{_since(finding)} with evidence, and its impact is still "
        f"“{in_a_sentence(names.too_early)}”."
    )


def _verdict_words(finding: Finding, names: _Names) -> str:
    said = label(finding.verdict) if finding.verdict else ""
    visit = f"“{names.of(finding.other_id)}”{_since(finding, ' on ')}"
    return f"{said}, said {visit}. Nothing new was recorded in this plan since."


Sentence = Callable[[Finding, _Names], str]

SENTENCES: Final[Mapping[str, Sentence]] = {
    "recommendation_unanswered": lambda _f, _n: "No action of this plan answers it.",
    "back_again_nothing_new": _verdict_words,
    "priority_without_action": lambda _f, _n: "It has no action.",
    "owner_left": _owner_words,
    "many_on_one_owner": lambda f, _n: f"Leads {f.number} open actions.",
    "overdue_without_update": lambda f, _n: f"Was due on {day_words(f.on)}; no update since.",
    "complete_without_evidence": _complete_words,
    "evidence_without_impact": _impact_words,
    "no_success_measure": lambda _f, _n: "Nothing says how we will know that it worked.",
    "unmeasurable": lambda _f, _n: "Its success measure may not be measurable.",
    "same_text": lambda f, n: f"Asks for the same as {n.of(f.other_id)}.",
}


def csv_rows(sections: Iterable[RuleSection]) -> Iterator[Sequence[str]]:
    """The findings for a spreadsheet."""
    for section in sections:
        for row in section.rows:
            yield section.words.title, row.about, row.sentence, section.words.mend


def lines(sections: Sequence[RuleSection]) -> Iterator[str]:
    """The findings as the terminal prints them, rule by rule."""
    for section in sections:
        yield f"{section.words.title} ({len(section.rows)})"
        for row in section.rows:
            yield f"  {row.about}"
            yield f"    {row.sentence}"


def praise(checks: int = len(RULES)) -> str:
    """What is said of a plan of which nothing was found."""
    return f"All {checks} checks were made, and nothing was found."
