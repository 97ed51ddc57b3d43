"""What an inspection framework is made of. Every value comes from a YAML file, none from code."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import Addressee, FindingKind, Urgency


class Tone(StrEnum):
    """How a grade is drawn, always beside its word."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    CAUTION = "caution"
    SERIOUS = "serious"


class StartsFrom(StrEnum):
    """The day that a clock counts from."""

    RECEIVED = "received"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Grade:
    """One grade or outcome. `rank` counts from 1, the best; an outcome may have none."""

    key: str
    label: str
    also_printed: tuple[str, ...]
    rank: int | None
    tone: Tone


@dataclass(frozen=True)
class GradeScale:
    """The grades that an area can be given, best first."""

    key: str
    label: str
    grades: tuple[Grade, ...]

    def find_grade(self, key: str) -> Grade | None:
        """The grade stored under `key`."""
        return next((grade for grade in self.grades if grade.key == key), None)

    def find_printed(self, words: str) -> Grade | None:
        """The grade that a report prints as `words`, whatever its capitals and line breaks."""
        wanted = _plain(words)
        for grade in self.grades:
            if wanted in map(_plain, (grade.label, *grade.also_printed)):
                return grade
        return None


@dataclass(frozen=True)
class JudgementArea:
    """One thing that is judged, or, when `scale` is None, a heading over such things.

    `number` is as printed ("2.1"), `parent` the key of the area above. `overall` marks the one
    overall judgement, printed `as_sentence` in some frameworks; `expected` areas are in every
    report, others may be missing. A `separate` area is graded by itself and does not count towards
    the overall judgement; what is recommended there speaks to `addressee`. `strands` name what the
    area is about across frameworks, so that "2.2" of one and the combined judgement of another
    can be drawn on one line of a council's history.
    """

    key: str
    label: str
    short_label: str
    number: str | None
    parent: str | None
    overall: bool
    as_sentence: bool
    expected: bool
    separate: bool
    scale: str | None
    addressee: Addressee
    also_printed: tuple[str, ...]
    strands: tuple[str, ...]

    @property
    def full_label(self) -> str:
        """The label behind its printed number: "2.1 Adoption performance"."""
        return f"{self.number} {self.label}" if self.number else self.label


@dataclass(frozen=True)
class Theme:
    """What a visit looks at; offered as a help, a visit may have another."""

    key: str
    label: str


@dataclass(frozen=True)
class ActivityKind:
    """A kind of inspection, visit or review.

    `graded` ones have judgements; a `letter` is what comes of the others. One that `looks_back`
    follows an earlier inspection and says what became of its recommendations.
    """

    key: str
    label: str
    hint: str | None
    graded: bool
    letter: bool
    looks_back: bool
    themes: tuple[Theme, ...]


@dataclass(frozen=True)
class FindingTerm:
    """What this framework calls a kind of finding."""

    kind: FindingKind
    label: str


@dataclass(frozen=True)
class UrgencyTerm:
    """The heading that this framework prints urgent findings under."""

    urgency: Urgency
    label: str


@dataclass(frozen=True)
class ClockRule:
    """A period that law or guidance sets, in working days in England.

    `working_days` is None where no count is set and the letter gives the day. The rule applies to
    the activities named in `kinds`; if `only_with_finding` or `only_with_grades` is given, only
    to those that made such a finding or gave one of these grades. `source` is the law or guidance.
    """

    key: str
    label: str
    working_days: int | None
    starts_from: StartsFrom
    kinds: tuple[str, ...]
    only_with_finding: FindingKind | None
    only_with_grades: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Framework:
    """An inspection framework, or the other sources that recommendations come from.

    `inspectorate` is None for what is no inspectorate's. `on_site_from` and `on_site_to` are the
    first and last day on which such an inspection can have been on site, None where open. They
    serve to warn, never to choose: old and new frameworks ran side by side.
    """

    key: str
    name: str
    short_name: str
    inspectorate: str | None
    in_force: str
    on_site_from: date | None
    on_site_to: date | None
    scales: tuple[GradeScale, ...]
    areas: tuple[JudgementArea, ...]
    kinds: tuple[ActivityKind, ...]
    findings: tuple[FindingTerm, ...]
    urgencies: tuple[UrgencyTerm, ...]
    addressees: tuple[Addressee, ...]
    clocks: tuple[ClockRule, ...]

    @property
    def overall_area(self) -> JudgementArea | None:
        """The overall judgement, which a framework need not have."""
        return next((area for area in self.areas if area.overall), None)

    @property
    def graded_areas(self) -> tuple[JudgementArea, ...]:
        """The areas that bear a grade, in printed order: all but the headings."""
        return tuple(area for area in self.areas if area.scale is not None)

    def covers(self, on_site: date) -> bool:
        """Whether an inspection of this framework can have been on site that day."""
        return (self.on_site_from or date.min) <= on_site <= (self.on_site_to or date.max)

    def find_area(self, key: str) -> JudgementArea | None:
        """The judgement area stored under `key`."""
        return next((area for area in self.areas if area.key == key), None)

    def find_kind(self, key: str) -> ActivityKind | None:
        """The kind of activity stored under `key`."""
        return next((kind for kind in self.kinds if kind.key == key), None)

    def find_clock(self, key: str) -> ClockRule | None:
        """The clock rule stored under `key`."""
        return next((clock for clock in self.clocks if clock.key == key), None)

    def scale_of(self, area_key: str) -> GradeScale | None:
        """The scale of an area; None for a heading and for an area of another framework."""
        area = self.find_area(area_key)
        if area is None:
            return None
        return next((scale for scale in self.scales if scale.key == area.scale), None)

    def require_grade(self, area_key: str, grade_key: str, *, field: str | None = "grade") -> Grade:
        """The grade, if this framework gives it for this area.

        Raises RuleError, naming `field`, when the area is not graded here or the grade is not on
        its scale.
        """
        scale = self.scale_of(area_key)
        if scale is None:
            raise RuleError(f"Select a judgement area that {self.short_name} grades", field=field)
        grade = scale.find_grade(grade_key)
        if grade is None:
            words = " or ".join(_listed([grade.label for grade in scale.grades]))
            raise RuleError(f"Select a grade of {self.short_name}: {words}", field=field)
        return grade

    def clocks_for(
        self,
        kind_key: str,
        *,
        findings: Collection[FindingKind] = (),
        grades: Collection[str] = (),
    ) -> tuple[ClockRule, ...]:
        """The clocks that an activity starts, given the findings it made and the grades it gave."""
        return tuple(
            clock
            for clock in self.clocks
            if kind_key in clock.kinds
            and (clock.only_with_finding is None or clock.only_with_finding in findings)
            and (not clock.only_with_grades or not set(grades).isdisjoint(clock.only_with_grades))
        )


def _plain(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").split()).rstrip(" .")


def _listed(words: list[str]) -> list[str]:
    """All but the last joined by commas, then the last, to be joined by a word."""
    return [", ".join(words[:-1]), words[-1]] if len(words) > 1 else words
