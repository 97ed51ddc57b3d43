"""A later report compared with the earlier ones: suggestions, and a person's verdicts."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.web.scene import INSPECTIONS, RECOMMENDATIONS, inspected, recommended
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role, VerdictKind
from tracker.models import Council, Inspection, Recommendation, Verdict


@pytest.fixture
def before(session: Session, actor: Actor) -> Inspection:
    return inspected(session, actor)


@pytest.fixture
def drifting(session: Session, actor: Actor, before: Inspection) -> Recommendation:
    text = "Make sure that court work begins in time and that care proceedings do not drift"
    return recommended(session, before, actor, reference="1", text=text)


@pytest.fixture
def adopters(session: Session, actor: Actor, before: Inspection) -> Recommendation:
    text = "Recruit more people who want to adopt"
    return recommended(session, before, actor, reference="2", text=text)


@pytest.fixture
def report(session: Session, actor: Actor, before: Inspection) -> Inspection:
    return inspected(
        session,
        actor,
        title="Re-inspection of 2018",
        fieldwork_start_on=date(2018, 3, 5),
        fieldwork_end_on=date(2018, 3, 29),
        received_on=None,
        published_on=None,
        follows_id=before.id,
    )


@pytest.fixture
def back(session: Session, actor: Actor, report: Inspection) -> Recommendation:
    text = "End delay in applications to court under the public law outline"
    return recommended(session, report, actor, reference="4", text=text)


def address(inspection: Inspection) -> str:
    return f"{INSPECTIONS}/{inspection.id}/comparison"


def said(earlier: Recommendation, verdict: str, again: str = "", words: str = "") -> dict[str, str]:
    key = earlier.id.hex
    return {f"verdict_{key}": verdict, f"again_{key}": again, f"words_{key}": words}


def test_suggests_what_has_come_back_and_nothing_for_the_rest(
    client: PageClient,
    drifting: Recommendation,
    adopters: Recommendation,
    report: Inspection,
    back: Recommendation,
    sign_in_as: SignInAs,
) -> None:
    sign_in_as(Role.ASSURANCE_LEAD)
    shown = parsed(client.get(address(report)).text)
    first, second = (text_of(row) for row in shown.iter("fieldset"))
    assert "the same" in first
    assert back.text in first
    assert "Nothing in the later report speaks of the same thing" in second


def test_a_person_says_what_became_of_each(
    client: PageClient,
    session: Session,
    drifting: Recommendation,
    adopters: Recommendation,
    report: Inspection,
    back: Recommendation,
    sign_in_as: SignInAs,
) -> None:
    sign_in_as(Role.ASSURANCE_LEAD)
    sent = {
        **said(drifting, "still_there", again=back.id.hex),
        **said(adopters, "resolved", words="Adoption is now good"),
    }
    client.submit(address(report), sent, form=address(report))
    standing = {row.recommendation_id: row for row in session.scalars(select(Verdict))}
    assert standing[drifting.id].verdict is VerdictKind.STILL_THERE
    assert standing[drifting.id].repeated_as_id == back.id
    assert standing[adopters.id].verdict is VerdictKind.RESOLVED
    page = client.get(f"{RECOMMENDATIONS}/{drifting.id}").text
    assert "Still there" in page


def test_words_changed_on_the_visits_page_leave_where_it_came_back(
    client: PageClient,
    session: Session,
    drifting: Recommendation,
    report: Inspection,
    back: Recommendation,
    sign_in_as: SignInAs,
) -> None:
    sign_in_as(Role.ASSURANCE_LEAD)
    client.submit(
        address(report), said(drifting, "still_there", again=back.id.hex), form=address(report)
    )
    visits = f"{INSPECTIONS}/{report.id}/verdicts"
    client.submit(visits, {f"words_{drifting.id.hex}": "Page 9 too"}, form=visits)
    standing = session.scalars(select(Verdict)).one()
    assert (standing.words, standing.repeated_as_id) == ("Page 9 too", back.id)


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (("still_there", "", ""), "Select the recommendation that asks for it again"),
        (("improved", "", ""), "Enter what the later report says, in words"),
        (("", "", "Somewhat better"), "Select a verdict, or clear the rest"),
        (("no_progress", "", "Words"), "Select one of the choices"),
    ],
)
def test_half_of_an_answer_is_asked_for_whole(
    client: PageClient,
    session: Session,
    drifting: Recommendation,
    report: Inspection,
    back: Recommendation,
    sign_in_as: SignInAs,
    sent: tuple[str, str, str],
    message: str,
) -> None:
    sign_in_as(Role.ASSURANCE_LEAD)
    verdict, again, words = sent
    answer = client.submit(
        address(report), said(drifting, verdict, again, words), form=address(report), expect=422
    )
    assert message in answer.text
    assert session.scalars(select(Verdict)).all() == []


def test_another_report_s_recommendation_is_no_answer(
    client: PageClient,
    drifting: Recommendation,
    adopters: Recommendation,
    report: Inspection,
    back: Recommendation,
    sign_in_as: SignInAs,
) -> None:
    sign_in_as(Role.ASSURANCE_LEAD)
    sent = said(drifting, "still_there", again=adopters.id.hex)
    client.submit(address(report), sent, form=address(report), expect=422)


def test_two_people_at_once_lose_nothing(
    client: PageClient,
    session: Session,
    drifting: Recommendation,
    report: Inspection,
    back: Recommendation,
    sign_in_as: SignInAs,
) -> None:
    sign_in_as(Role.ASSURANCE_LEAD)
    path = address(report)
    page = parsed(client.get(path).text)
    seen = f"seen_{drifting.id.hex}"
    mark = next(f.get("value") or "" for f in page.iter("input") if f.get("name") == seen)
    client.submit(path, said(drifting, "resolved", words="Theirs"), form=path)
    sent = {**said(drifting, "improved", words="Mine"), seen: mark}
    answer = client.submit(path, sent, form=path, expect=409)
    assert "Mine" in answer.text
    assert "Theirs" in answer.text


def test_without_an_earlier_inspection_it_says_what_to_do(
    client: PageClient, before: Inspection, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.ASSURANCE_LEAD)
    assert "Which inspection came before?" in client.get(address(before)).text


def test_is_for_those_who_give_verdicts(
    client: PageClient, council: Council, report: Inspection, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.VIEWER)
    client.get(address(report), expect=403)
