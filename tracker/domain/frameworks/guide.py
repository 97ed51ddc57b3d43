"""How the reports of a family of frameworks are printed, so that reading them needs no code.

A guide is a YAML file in ``guides/`` beside the frameworks, or in the folder ``guides`` of an
operator's own frameworks. Its phrases are matched whatever their capitals, quotation marks and
footnote digits; ``{council}`` and ``{theme}`` stand for the words that differ, and `` / `` parts
one block of the document from the next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tracker.domain.errors import FrameworkError
from tracker.domain.frameworks.definitions import Framework
from tracker.domain.frameworks.nodes import Section, compose
from tracker.domain.vocabulary import Addressee, FindingKind, Urgency

_SHIPPED = Path(__file__).resolve().parent / "guides"
_LONGEST_VISIT = 60


@dataclass(frozen=True)
class PrintedKind:
    """The title of a kind of activity.

    ``most_days`` is how many calendar days its fieldwork lasts at most, where only that tells it
    from another kind with the same title.
    """

    kind: str
    titles: tuple[str, ...]
    most_days: int | None


@dataclass(frozen=True)
class FindingHeading:
    """A heading under which findings are listed, and what each of them then is.

    In a ``table`` each row is one finding; ``body_heading`` heads the column of the responsible
    body.
    """

    headings: tuple[str, ...]
    kind: FindingKind
    urgency: Urgency | None
    addressee: Addressee | None
    table: bool
    body_heading: str | None


@dataclass(frozen=True)
class UrgencyHeading:
    """A heading within a list of findings that says how soon they must be met."""

    headings: tuple[str, ...]
    urgency: Urgency


@dataclass(frozen=True)
class PartHeading:
    """A heading from which on the document speaks to somebody else."""

    headings: tuple[str, ...]
    addressee: Addressee


@dataclass(frozen=True)
class JudgementSentence:
    """How the sentence begins that gives a judgement; its grade follows in the same sentence."""

    area: str
    beginnings: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """A theme that a recommendation may be filed under, known by its subjects.

    Each subject is a list of words that say the same thing.
    """

    label: str
    subjects: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The words of all its subjects."""
        return tuple(word for subject in self.subjects for word in subject)


@dataclass(frozen=True)
class Guide:
    """How the reports of some frameworks are printed.

    ``frameworks`` share these titles; which of them a report belongs to is told by the areas that
    it judges. ``groups`` are headings within a list of findings that only sort them. ``themes`` are
    sentences that name a visit's theme. ``history`` heads what earlier inspections found, which is
    no finding of this one. ``areas_repeat`` says that one report may judge an area of the same name
    twice, for two services.
    """

    frameworks: tuple[str, ...]
    kinds: tuple[PrintedKind, ...]
    findings: tuple[FindingHeading, ...]
    urgencies: tuple[UrgencyHeading, ...]
    parts: tuple[PartHeading, ...]
    sentences: tuple[JudgementSentence, ...]
    groups: tuple[str, ...]
    themes: tuple[str, ...]
    history: tuple[str, ...]
    areas_repeat: bool


def load_guides(
    frameworks: Mapping[str, Framework], extra_folder: Path | None = None
) -> tuple[Guide, ...]:
    """Every guide: those that ship with the tracker, then those of the operator's folder.

    Raises FrameworkError for a wrong file, and for one that names a framework, kind or area that
    does not exist.
    """
    guides = list(_shipped())
    folder = extra_folder / "guides" if extra_folder else None
    if folder is not None and folder.is_dir():
        guides += _guides_in(folder)
    for guide, file in guides:
        _check(guide, file, frameworks)
    return tuple(guide for guide, _file in guides)


@cache
def _shipped() -> tuple[tuple[Guide, str], ...]:
    return tuple(_guides_in(_SHIPPED))


@cache
def load_topics() -> tuple[Topic, ...]:
    """The themes that a recommendation may be filed under, the most telling first."""
    path = _SHIPPED / "topics" / "topics.yaml"
    top = Section(path.name, compose(path.name, path.read_bytes()), "topics", ("topics",), ())
    return tuple(
        Topic(section.required_text("label"), section.lists_of_texts("subjects"))
        for section in top.sections("topics", "a topic", ("label", "subjects"))
    )


def _guides_in(folder: Path) -> Iterable[tuple[Guide, str]]:
    for path in sorted(folder.glob("*.yaml")):
        yield _guide_in(path.name, path.read_bytes()), path.name


def _guide_in(file: str, content: bytes) -> Guide:
    top = Section(
        file,
        compose(file, content),
        "a guide",
        ("frameworks", "kinds"),
        (
            "findings",
            "urgencies",
            "parts",
            "sentences",
            "groups",
            "themes",
            "history",
            "areas_repeat",
        ),
    )
    return Guide(
        frameworks=top.texts("frameworks"),
        kinds=tuple(
            PrintedKind(
                section.required_text("kind"),
                section.texts("titles"),
                section.whole_number("most_days", highest=_LONGEST_VISIT),
            )
            for section in top.sections("kinds", "a kind", ("kind", "titles"), ("most_days",))
        ),
        findings=tuple(map(_finding, top.sections("findings", *_FINDING))),
        urgencies=tuple(
            UrgencyHeading(section.texts("headings"), section.required_choice("urgency", Urgency))
            for section in top.sections("urgencies", "an urgency", ("headings", "urgency"))
        ),
        parts=tuple(
            PartHeading(section.texts("headings"), section.required_choice("addressee", Addressee))
            for section in top.sections("parts", "a part", ("headings", "addressee"))
        ),
        sentences=tuple(
            JudgementSentence(section.required_text("area"), section.texts("beginnings"))
            for section in top.sections("sentences", "a sentence", ("area", "beginnings"))
        ),
        groups=top.texts("groups"),
        themes=top.texts("themes"),
        history=top.texts("history"),
        areas_repeat=top.flag("areas_repeat", default=False),
    )


_FINDING: tuple[str, Collection[str], Collection[str]] = (
    "a heading of findings",
    ("headings", "kind"),
    ("urgency", "addressee", "table", "body_heading"),
)


def _finding(section: Section) -> FindingHeading:
    return FindingHeading(
        headings=section.texts("headings"),
        kind=section.required_choice("kind", FindingKind),
        urgency=section.choice("urgency", Urgency),
        addressee=section.choice("addressee", Addressee),
        table=section.flag("table", default=False),
        body_heading=section.text("body_heading"),
    )


def _check(guide: Guide, file: str, frameworks: Mapping[str, Framework]) -> None:
    known = [frameworks[key] for key in guide.frameworks if key in frameworks]
    if len(known) < len(guide.frameworks) or not known:
        names = ", ".join(guide.frameworks) or "none"
        raise FrameworkError(file, None, f'"frameworks" must name installed ones, not {names}')
    for printed in guide.kinds:
        if not any(framework.find_kind(printed.kind) for framework in known):
            raise FrameworkError(file, None, f'no framework of it has the kind "{printed.kind}"')
    for sentence in guide.sentences:
        if not any(framework.find_area(sentence.area) for framework in known):
            raise FrameworkError(file, None, f'no framework of it has the area "{sentence.area}"')
