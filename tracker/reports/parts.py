"""What a cabinet report is made of: the words and figures, before anybody lays them out.

``presenters.cabinet`` fills these in, ``reports.cabinet`` puts them in order, and a format such as
``reports.word`` draws them. All text is plain: nothing in it is ever read as markup.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tracker.charts.picture import Picture

IMPLICATIONS: Final[tuple[tuple[str, str], ...]] = (
    ("crime_and_disorder", "Crime and disorder"),
    ("health", "Health and well-being"),
    ("carbon", "Carbon impact"),
    ("diversity", "Diversity"),
    ("wards", "Wards affected"),
    ("groups", "Groups affected"),
    ("budget", "Budget and policy framework"),
    ("key_decision", "Key decision"),
    ("urgent_decision", "Urgent decision"),
    ("corporate_priority", "Corporate priority"),
    ("efficiency", "Efficiency"),
)
"""The rows of the table of implications, each with the name of its field."""


@dataclass(frozen=True)
class AuthorsPart:
    """What the tracker cannot know and a person types; the rest of the report is drawn.

    Text of several paragraphs has one on each line, and ``recommendation`` one point on each.
    ``implications`` has the rows that were filled in, by the names of ``IMPLICATIONS``.
    """

    title: str
    purpose: str
    recommendation: str
    reasons: str
    item_number: str = ""
    member: str = ""
    portfolio: str = ""
    director: str = ""
    director_post: str = ""
    author: str = ""
    extension: str = ""
    implications: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Status:
    """A word that says how something stands; the tone only repeats it in colour."""

    text: str
    tone: str = "neutral"
    note: str = ""


@dataclass(frozen=True)
class Stamp:
    """From which state of the record the report was drawn.

    ``made_at`` is the instant in UTC, ``as_at`` its day, such as "8 December 2015"; ``seq`` counts
    the rows of the council's history, and ``code`` begins the hash that seals them.
    """

    made_at: datetime
    as_at: str
    seq: int
    code: str


@dataclass(frozen=True)
class Said:
    """A paragraph, and the lettered points that it introduces."""

    text: str
    points: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Point:
    """One point of a list; ``lead`` is what it is about."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Judged:
    """One thing that inspectors graded; a heading over others has no grade."""

    area: str
    grade: Status | None


@dataclass(frozen=True)
class Findings:
    """What one inspection found: ``opening`` before its table of judgements, ``rest`` after it."""

    inspection: str
    opening: tuple[str, ...]
    judgements: tuple[Judged, ...]
    rest: tuple[str, ...]


@dataclass(frozen=True)
class PriorityRow:
    """A priority of the plan, and who is accountable for it."""

    letter: str
    title: str
    difference: str
    director: str


@dataclass(frozen=True)
class Figure:
    """A number of the plan, what it is called and what it means."""

    name: str
    number: str
    meaning: str


@dataclass(frozen=True)
class Answered:
    """A recommendation, the actions that answer it, and what visits have said of it since."""

    reference: str
    text: str
    actions: str
    verdicts: tuple[Status, ...]


@dataclass(frozen=True)
class Recommendations:
    """The recommendations of one inspection."""

    inspection: str
    rows: tuple[Answered, ...]


@dataclass(frozen=True)
class PlannedAction:
    """An action as the appendix prints it."""

    reference: str
    title: str
    measure: str
    owners: str
    due: str
    ratings: tuple[Status, ...]
    answers: str
    updated: str


@dataclass(frozen=True)
class PlanSection:
    """A priority of the plan with its actions; ``about`` says what it is for and who answers."""

    heading: str
    about: str
    actions: tuple[PlannedAction, ...]


@dataclass(frozen=True)
class Rating:
    """A rating of the key, and what it means."""

    status: Status
    meaning: str


@dataclass(frozen=True)
class Pictured:
    """A heading, how what stands under it is read, and its pictures; without any, why not."""

    heading: str
    said: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class Progress:
    """What has been done and what has not, in the order in which the report tells it.

    ``pictures`` are of progress by priority, ``pictured`` the others of the plan's actions.
    """

    priorities_said: tuple[str, ...]
    priorities: tuple[PriorityRow, ...]
    oversight: tuple[Said, ...]
    actions_taken: tuple[Said, ...]
    pictures_said: str
    pictures: tuple[Picture, ...]
    recommendations_said: tuple[str, ...]
    recommendations: tuple[Recommendations, ...]
    figures_said: str
    figures: tuple[Figure, ...]
    since: tuple[Said, ...] = ()
    pictured: tuple[Pictured, ...] = ()
    measures: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()


@dataclass(frozen=True)
class CabinetReport:
    """The whole report, as it stands on the day of its stamp.

    ``demonstration`` is the sentence that every page of an invented council's report bears, empty
    for a real one.
    """

    council: str
    demonstration: str
    stamp: Stamp
    authors: AuthorsPart
    summary: tuple[str, ...]
    background_papers: tuple[str, ...]
    background: tuple[Said, ...]
    findings: tuple[Findings, ...]
    progress: Progress
    closing: tuple[str, ...]
    plan: tuple[str, ...]
    plan_sections: tuple[PlanSection, ...]
    key: tuple[Rating, ...]
    judged: tuple[Pictured, ...] = ()
