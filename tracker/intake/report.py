"""Reading a report: from a file's bytes to a draft, or a sentence that says why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tracker.domain.frameworks.definitions import Framework
from tracker.domain.frameworks.guide import Guide, load_guides, load_topics
from tracker.intake import facts
from tracker.intake.contents import with_bullets_parted, with_contents_marked
from tracker.intake.document import Block, Document, Role
from tracker.intake.doubts import doubts_about
from tracker.intake.draft import (
    DraftRecommendation,
    Fact,
    Passage,
    Period,
    Place,
    ReportDraft,
    Sureness,
)
from tracker.intake.errors import NotReadable
from tracker.intake.facts import place_of
from tracker.intake.findings import findings_of
from tracker.intake.judgements import Pair, grade_pairs, judgements_of
from tracker.intake.opening import open_document
from tracker.intake.recognising import (
    Title,
    choose_framework,
    choose_title,
    find_council,
    find_theme,
    find_titles,
    headings_of,
)
from tracker.intake.themes import theme_of

Progress = Callable[[int, int], None]
"""Told the pages read and the pages there are."""

NO_REPORT = (
    "This is not an inspection report that the tracker knows. Choose the report or letter as the "
    "inspectorate published it, or record the inspection by hand"
)


def read_report(
    content: bytes,
    name: str,
    frameworks: Mapping[str, Framework],
    guides: Sequence[Guide] | None = None,
    on_progress: Progress = lambda _done, _of: None,
) -> ReportDraft:
    """Read an inspection report out of the bytes of a file called ``name``.

    Raises:
        NotReadable: the file is broken, locked, too large, a picture only, or no report.
    """
    known = guides or load_guides(frameworks)
    document = open_document(content, name, on_progress, headings_of(known, frameworks))
    return draft_of(document, frameworks, known)


def draft_of(
    document: Document, frameworks: Mapping[str, Framework], guides: Sequence[Guide]
) -> ReportDraft:
    """The draft of a document that has been opened.

    Raises:
        NotReadable: no guide knows its title.
    """
    blocks = with_bullets_parted(with_contents_marked(document.blocks))
    periods = facts.fieldwork(blocks)
    title = _title(blocks, frameworks, guides, periods)
    family = [frameworks[key] for key in title.guide.frameworks if key in frameworks]
    pairs = grade_pairs(blocks, family, title.guide)
    framework, certain = _framework(title, frameworks, pairs, periods)
    judgements = judgements_of(blocks, pairs, framework, title.guide)
    if not periods and not judgements:
        raise NotReadable(NO_REPORT)
    place = _place(blocks, title.at)
    draft = ReportDraft(
        source=document.source,
        council=_council(title, blocks, place),
        framework=Fact(framework.key, place, Sureness.CERTAIN if certain else Sureness.LIKELY),
        kind=_kind(title, framework, periods, place),
        theme=_theme(title, blocks, place),
        fieldwork=periods,
        published=facts.published(blocks),
        lead_inspector=facts.lead_inspector(blocks),
        statement_due=facts.statement_due(blocks),
        judgements=judgements,
        recommendations=_themed(findings_of(blocks, title.guide)),
        doubts=(),
        passages=tuple(Passage(one.page, one.text, one.role is Role.HEADING) for one in blocks),
        pages=document.pages,
    )
    return replace(draft, doubts=doubts_about(draft, framework))


def _title(
    blocks: Sequence[Block],
    frameworks: Mapping[str, Framework],
    guides: Sequence[Guide],
    periods: Sequence[Period],
) -> Title:
    titles = find_titles(blocks, guides)
    if not titles:
        raise NotReadable(NO_REPORT)
    return choose_title(titles, frameworks, periods[0].start_on if periods else None)


def _framework(
    title: Title,
    frameworks: Mapping[str, Framework],
    pairs: Sequence[Pair],
    periods: Sequence[Period],
) -> tuple[Framework, bool]:
    chosen = choose_framework(
        title, frameworks, [pair.area for pair in pairs], periods[0].start_on if periods else None
    )
    if chosen is None:
        raise NotReadable(NO_REPORT)
    return chosen


def _place(blocks: Sequence[Block], at: Sequence[int]) -> Place:
    boxes = tuple(box for index in at for box in blocks[index].boxes)
    return Place(blocks[at[0]].page, boxes, tuple(at))


def _kind(
    title: Title, framework: Framework, periods: Sequence[Period], place: Place
) -> Fact | None:
    """The kind that the title names; of two with one title, the length of fieldwork tells."""
    known = [kind for kind in title.kinds if framework.find_kind(kind.kind)]
    if not known:
        return None
    if len(known) == 1:
        return Fact(known[0].kind, place)
    days = (periods[0].end_on - periods[0].start_on).days + 1 if periods else None
    for kind in known:
        if kind.most_days is None or (days is not None and days <= kind.most_days):
            return Fact(kind.kind, place, Sureness.LIKELY if days else Sureness.UNSURE)
    return Fact(known[-1].kind, place, Sureness.UNSURE)


def _council(title: Title, blocks: Sequence[Block], place: Place) -> Fact | None:
    """The council that the title names, else the one whose services the judgement speaks of."""
    if title.council:
        return Fact(title.council, place)
    named = find_council(blocks, title)
    return Fact(named[0], place_of(blocks[named[1]], named[1]), Sureness.LIKELY) if named else None


def _theme(title: Title, blocks: Sequence[Block], place: Place) -> Fact | None:
    if title.theme:
        return Fact(title.theme, place)
    told = find_theme(blocks, title.guide)
    return Fact(told[0], place_of(blocks[told[1]], told[1]), Sureness.LIKELY) if told else None


def _themed(found: Sequence[DraftRecommendation]) -> tuple[DraftRecommendation, ...]:
    topics = load_topics()
    return tuple(
        item if item.theme else replace(item, theme=theme_of(item.text, topics)) for item in found
    )
