"""Help says what every word means, in the words that the pages use; and the list of councils."""

from __future__ import annotations

from enum import StrEnum

import pytest

from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed
from tests.web.workforce import cells
from tracker.domain.ratings import SHIPPED
from tracker.domain.vocabulary import PlanStage, Response, Role, VerdictKind
from tracker.models import Council
from tracker.presenters.ratings import CONCERN_KEY, CONCERN_WORDS, SCALE_WORDS
from tracker.presenters.words import LABELS


def test_ratings_and_figures_are_explained_in_the_pages_own_words(client: PageClient) -> None:
    page = client.get("/help").text
    for scale, words in SHIPPED.items():
        assert cells(page, SCALE_WORDS[scale]) == [[word.name, word.meaning] for word in words]
    assert cells(page, "Figures that a board asks for") == [
        [CONCERN_WORDS[name], CONCERN_KEY[name]] for name in CONCERN_WORDS
    ]


@pytest.mark.parametrize(
    ("caption", "kind"),
    [
        ("Responses", Response),
        ("Verdicts", VerdictKind),
        ("Stages of a plan", PlanStage),
        ("Roles", Role),
    ],
)
def test_every_word_is_there(client: PageClient, caption: str, kind: type[StrEnum]) -> None:
    rows = cells(client.get("/help").text, caption)
    assert [row[0] for row in rows] == [LABELS[member] for member in kind]
    assert all(row[1] for row in rows)


def test_every_part_can_be_linked_to(client: PageClient) -> None:
    page = parsed(client.get("/help").text)
    main = next(page.iter("main"))
    headings = [h for h in main.iter() if h.tag in ("h2", "h3")]
    assert len(headings) > 20
    assert [h.text for h in headings if not h.get("id")] == ["On this page"]


def test_somebody_of_several_councils_chooses_and_sees_what_they_are_there(
    client: PageClient, council: Council, other_council: Council, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD, Role.DIRECTOR)
    page = client.get("/councils").text
    assert "/councils/riverford" in page
    assert "You are here as director and programme lead" in page
    assert "Hillbury" not in page
