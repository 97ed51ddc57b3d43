"""A cabinet report's part that only its author knows."""

from __future__ import annotations

from typing import Any

from tracker.forms.base import PageForm
from tracker.forms.fields import line, paragraphs
from tracker.reports.parts import IMPLICATIONS, AuthorsPart

MOST_IN_AN_IMPLICATION = 2_000
PREFIX = "implication_"


class AuthorsForm(PageForm):
    """What the tracker cannot know of a report; what is left out is marked in the paper."""

    item_number = line("Item number", most=40)
    title = line("Title of the report", required="Enter the title of the report", most=300)
    member = line("Responsible cabinet member")
    portfolio = line("Portfolio")
    director = line("Responsible director")
    director_post = line("The director’s post")
    purpose = paragraphs("Purpose of the report", required="Enter the purpose of the report")
    recommendation = paragraphs(
        "Recommendation",
        required="Enter what Cabinet is recommended to do",
        hint="It is recommended that Cabinet: one point on each line. The report letters them.",
    )
    reasons = paragraphs("Reasons", required="Enter the reasons for the recommendation")
    author = line("Author")
    extension = line("Extension", most=40)

    def fields(self) -> AuthorsPart:
        """What the report is handed."""
        implications = {key: self[name].data or "" for key, name in implication_names()}
        return AuthorsPart(
            title=self.title.data,
            purpose=self.purpose.data,
            recommendation=self.recommendation.data,
            reasons=self.reasons.data,
            item_number=self.item_number.data or "",
            member=self.member.data or "",
            portfolio=self.portfolio.data or "",
            director=self.director.data or "",
            director_post=self.director_post.data or "",
            author=self.author.data or "",
            extension=self.extension.data or "",
            implications={key: words for key, words in implications.items() if words},
        )


def implication_names() -> list[tuple[str, str]]:
    """The rows of the table of implications, each with the name of its field."""
    return [(key, f"{PREFIX}{key}") for key, _words in IMPLICATIONS]


def _implications() -> dict[str, Any]:
    return {
        f"{PREFIX}{key}": paragraphs(words, most=MOST_IN_AN_IMPLICATION)
        for key, words in IMPLICATIONS
    }


CabinetForm: type[AuthorsForm] = type("CabinetForm", (AuthorsForm,), _implications())
"""The form with a field for each row of the table of implications."""
