"""The report of an inspection, for whoever may see the inspection; and the first plan from it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.kept_reports import FILE, KEY, PNG, a_draft, keep_files
from tests.foundations.site import INSIDERS, SignInAs
from tests.page_contract import PageClient, parsed
from tests.services.received import ON, read
from tests.services.visits import FRAMEWORKS
from tests.web.planned import links, problems, words
from tests.web.scene import LATER
from tests.web.workforce import fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role
from tracker.models import Council, Inspection, Plan, Report
from tracker.services.report_acceptance import AcceptanceFields, accept_report

HERE = "/councils/riverford"


@pytest.fixture(autouse=True)
def files(client: PageClient) -> None:
    keep_files(client.application.extensions["settings"].files_folder)


def kept(session: Session, by: Actor, **more: Any) -> Report:
    """The report of an inspection that was accepted."""
    fields = AcceptanceFields(
        **{"title": "Inspection of 2015", "received_on": date(2015, 9, 1), **more}
    )
    draft = read(session, by, a_draft(published=None))
    accept_report(session, draft, fields, by=by, on=ON, frameworks=FRAMEWORKS)
    return draft.report


def at(report: Report, deed: str = "") -> str:
    return f"{HERE}/kept-reports/{report.id}{deed}"


class TestKeptReport:
    @pytest.mark.parametrize("role", INSIDERS)
    def test_whoever_sees_the_inspection_reads_it_page_by_page(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs, role: Role
    ) -> None:
        report = kept(session, actor)
        sign_in_as(role)
        found = links(client.get(f"{HERE}/inspections/{report.inspection_id}"))
        page = client.get(found["Read it page by page"])
        assert "Page 1 of 2" in words(page)
        page = client.get(links(page)["Next page"])
        (image,) = parsed(page.text).iter("image")
        assert client.get(image.get("href", "")).get_data() == PNG

    def test_its_file_is_saved_and_never_shown(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        report = kept(session, actor)
        sign_in_as(Role.VIEWER)
        answer = client.get(at(report, "/file"))
        assert answer.get_data() == FILE
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"] == (
            'attachment; filename="riverford-report-2015-07-16.pdf"'
        )
        assert answer.mimetype == "application/pdf"

    def test_a_file_that_is_gone_is_not_there(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        report = kept(session, actor)
        client.application.extensions["files"].delete(KEY)
        sign_in_as(Role.VIEWER)
        client.get(at(report, "/file"), expect=404)

    @pytest.mark.parametrize(
        ("role", "status"),
        [(Role.VIEWER, 404), (Role.BOARD_MEMBER, 404), (Role.DIRECTOR, 200)],
    )
    def test_an_embargo_reaches_it(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
        role: Role,
        status: int,
    ) -> None:
        report = kept(session, actor, not_before_on=LATER)
        sign_in_as(role)
        for deed in ("", "/picture", "/file"):
            client.get(at(report, deed), expect=status)

    def test_before_it_is_accepted_nobody_has_it(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        report = read(session, actor).report
        sign_in_as(*Role)
        for deed in ("", "/picture", "/file"):
            client.get(at(report, deed), expect=404)

    def test_another_council_has_it_not(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
        other_council: Council,
    ) -> None:
        report = kept(session, actor)
        sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
        client.get(f"/councils/hillbury/kept-reports/{report.id}", expect=404)


class TestFirstPlan:
    def test_it_is_started_from_the_inspection(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        report = kept(session, actor)
        sign_in_as(Role.PROGRAMME_LEAD)
        inspection = f"{HERE}/inspections/{report.inspection_id}"
        path = links(client.get(inspection))["Start a plan"]
        assert "3 recommendations of this inspection have no action" in words(client.get(path))
        answer = fill(client, path, {"title": "Getting to good"})
        page = client.get(answer.location)
        for said in ("A: Front door", "B: Oversight", "C: Other recommendations"):
            assert said in words(page)
        assert session.scalars(select(Plan.title)).all() == ["Getting to good"]
        assert "Start a plan" not in links(client.get(inspection))
        assert problems(fill(client, path, expect=422)) == [
            "Every recommendation of this inspection has an action already"
        ]

    def test_it_needs_a_title(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        report = kept(session, actor)
        sign_in_as(Role.PROGRAMME_LEAD)
        path = f"{HERE}/inspections/{report.inspection_id}/start-plan"
        assert problems(fill(client, path, {"title": ""}, expect=422)) == ["Enter the title"]

    def test_a_viewer_is_not_offered_one(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        report = kept(session, actor)
        sign_in_as(Role.VIEWER)
        page = client.get(f"{HERE}/inspections/{report.inspection_id}")
        assert "Start a plan" not in links(page)
        assert session.get_one(Inspection, report.inspection_id).title in words(page)
