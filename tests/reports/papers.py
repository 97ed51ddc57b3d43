"""Reports made by hand, and Word files read back, for the tests of papers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from tracker.adapters.pictures import png_of
from tracker.charts.picture import Picture
from tracker.charts.pieces import Part
from tracker.charts.progress_by_priority import PriorityProgress, progress_by_priority
from tracker.reports.cabinet import cabinet_word
from tracker.reports.parts import (
    Answered,
    AuthorsPart,
    CabinetReport,
    Figure,
    Findings,
    Judged,
    Pictured,
    PlannedAction,
    PlanSection,
    Point,
    PriorityRow,
    Progress,
    Rating,
    Recommendations,
    Said,
    Stamp,
    Status,
)

DEMONSTRATION: Final = "Demonstration: retold from public documents"
AUTHORS: Final = AuthorsPart(
    title="How the plan stands",
    purpose="To tell Cabinet how the plan stands.",
    recommendation="Note the findings.\n\nNote the progress.\nEndorse the plan.",
    reasons="Cabinet answers for it.",
)
MEASURE: Final = "Nine in ten are seen within five days"


def progress(words: str = "A: Oversight") -> Any:
    """A picture of one priority."""
    parts = (Part("Complete", 2, "done"), Part("At risk", 1, "caution"))
    return progress_by_priority(
        [PriorityProgress(words, parts)], title="Progress by priority", ident="progress-1"
    )


def saying(picture: Picture, **words: Any) -> Picture:
    """The picture with other words in its figures: ``alt`` or ``title``."""
    return replace(picture, figures=replace(picture.figures, **words))


def planned(number: int, **more: Any) -> PlannedAction:
    """An action of the appendix."""
    values = {
        "reference": f"A{number}",
        "title": f"Do what A{number} says",
        "measure": MEASURE,
        "owners": "Head of First Contact (lead)\nHead of Quality (deputy)",
        "due": "31 March 2016",
        "ratings": (Status("Delivery: at risk", "caution", "Two posts are vacant"),),
        "answers": "1, 4",
        "updated": "1 October 2015",
        **more,
    }
    return PlannedAction(**values)


def findings(title: str = "Inspection of 2015", **more: Any) -> Findings:
    """Judgements with a heading among them."""
    values = {
        "opening": ("The overall judgement was inadequate.", "The table has the judgements."),
        "judgements": (
            Judged("1 Help and protection", Status("Inadequate", "serious")),
            Judged("2 A heading over others", None),
            Judged("2.1 Adoption", Status("Good", "positive")),
        ),
        "rest": ("The safeguarding board was judged by itself: good.",),
        **more,
    }
    return Findings(title, **values)


def progress_part(**more: Any) -> Progress:
    """What has been done and what has not."""
    values = {
        "priorities_said": ("The plan has 1 priority.",),
        "priorities": (PriorityRow("A", "Oversight", "Children are seen", "Director"),),
        "oversight": (Said("The plan is overseen by:", (Point("Two meetings.", "A board"),)),),
        "actions_taken": (
            Said("A: Oversight. 2 of 3 actions are complete:", (Point("Done.", "A1 Act"),) * 2),
        ),
        "pictures_said": "The picture shows it.",
        "pictures": (progress(),),
        "recommendations_said": ("The plan concerns 1 recommendation.",),
        "recommendations": (
            Recommendations(
                "Inspection of 2015",
                (
                    Answered("1", "See each child.", "A1, A2", ()),
                    Answered(
                        "2",
                        "Keep records.",
                        "No action",
                        (Status("Resolved", "done", "Visit"), Status("Back again", "serious", "V")),
                    ),
                ),
            ),
        ),
        "figures_said": "The table has the figures.",
        "figures": (Figure("Overdue", "4", "Past the due date"),),
        "since": (Said("Completed (1 action):", (Point("Complete.", "A1 Act"),)),),
        "pictured": (Pictured("Slips", "No action is due later.", ()),),
        "measures": ("Not recorded: measures.",),
        "risks": ("Not recorded: risks.",),
        **more,
    }
    return Progress(**values)


def report(**more: Any) -> CabinetReport:
    """A report with something in each of its parts."""
    values: dict[str, Any] = {
        "council": "Riverford Borough Council",
        "demonstration": DEMONSTRATION,
        "stamp": Stamp(
            datetime(2015, 12, 8, 9, 30, tzinfo=UTC), "8 December 2015", 849, "af9a2ee563a4"
        ),
        "authors": AUTHORS,
        "summary": ("The inspection took place.", "The plan has 1 priority."),
        "background_papers": ("Inspection of 2015, published 1 September 2015",),
        "background": (Said("These dates were set:", (Point("due.", "Publish the report"),)),),
        "findings": (findings(),),
        "progress": progress_part(),
        "closing": ("Much was done.", "Some is still to do."),
        "plan": ("The plan has 1 priority and 3 actions.",),
        "plan_sections": (
            PlanSection("A: Oversight", "Children are seen.", tuple(map(planned, range(1, 4)))),
            PlanSection("B: Nothing yet", "", ()),
        ),
        "judged": (Pictured("Judgements over time", "No grade is recorded.", ()),),
        "key": (Rating(Status("At risk", "caution"), "May miss the due date"),),
        **more,
    }
    return CabinetReport(**values)


def large_report() -> CabinetReport:
    """60 recommendations and 200 actions in ten priorities."""
    many = tuple(
        Answered(
            str(n), f"Recommendation {n}. " + "See each child in good time. " * 4, "A1, A2", ()
        )
        for n in range(1, 61)
    )
    sections = tuple(
        PlanSection(
            f"{letter}: Priority", "What will be different.", tuple(map(planned, range(20)))
        )
        for letter in "ABCDEFGHIJ"
    )
    taken = tuple(
        Said(
            f"{letter}: Priority. 10 of 20 are complete:", (Point("Done at last.", "A1 Act"),) * 10
        )
        for letter in "ABCDEFGHIJ"
    )
    parts = progress_part(
        recommendations=(Recommendations("Inspection of 2015", many),), actions_taken=taken
    )
    return report(plan_sections=sections, progress=parts)


def word_of(made: CabinetReport) -> WordDocument:
    """The report's Word file, read back."""
    return Document(io.BytesIO(cabinet_word(made, png_of)))


def headings(document: WordDocument) -> list[tuple[int, str]]:
    """Level and words of each heading; the title's level is 0."""
    levels = {"Title": 0, "Heading 1": 1, "Heading 2": 2, "Heading 3": 3}
    return [
        (levels[style.name], paragraph.text)
        for paragraph in document.paragraphs
        if (style := paragraph.style) is not None and style.name in levels
    ]


def styled(document: WordDocument, name: str) -> list[str]:
    """The words of the paragraphs of one style."""
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name == name]


def texts(document: WordDocument) -> str:
    """All that the body says, tables too, paragraph by paragraph."""
    return "\n".join(
        "".join(_pieces(paragraph)) for paragraph in document.element.body.iter(qn("w:p"))
    )


def _pieces(paragraph: Any) -> Iterator[str]:
    for element in paragraph.iter(qn("w:t"), qn("w:br")):
        yield "\n" if element.tag == qn("w:br") else element.text or ""


def table_of(document: WordDocument, first: str) -> list[list[str]]:
    """The cells of the table whose header begins with ``first``."""
    for table in document.tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        if rows[0][0] == first:
            return rows
    raise AssertionError(f"No table begins with “{first}”")
