"""Administration: the council's names and face, its history, and new bank holidays."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs, Now
from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed
from tests.web.workforce import TODAY, a_plan, an_action, cells, embargo, fill
from tracker.access.actor import Actor, operator
from tracker.domain.vocabulary import Role
from tracker.models import Council, Person
from tracker.services.councils import CouncilFields, amend_council, proclaim_bank_holiday
from tracker.services.people import PersonFields, add_person, amend_person, grant_role, leave

ADMINISTRATION = "/councils/riverford/administration"
SETTINGS = f"{ADMINISTRATION}/council"
HISTORY = f"{ADMINISTRATION}/history"


def deeds(page: str) -> list[list[str]]:
    """What, about what, and who, of each deed on the page."""
    return [row[:3] for row in cells(page, "Deeds")]


class TestFrontPage:
    def test_leads_where_one_may_go(self, client: PageClient, sign_in_as: SignInAs) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        page = client.get(ADMINISTRATION).text
        assert SETTINGS in page
        assert "/invitations" in page
        sign_in_as(Role.PROGRAMME_LEAD)
        page = client.get(ADMINISTRATION).text
        assert SETTINGS not in page
        assert HISTORY in page

    @pytest.mark.parametrize("role", [Role.SERVICE_MANAGER, Role.DIRECTOR, Role.VIEWER])
    def test_is_not_for_others(self, client: PageClient, sign_in_as: SignInAs, role: Role) -> None:
        sign_in_as(role)
        for path in (ADMINISTRATION, SETTINGS, HISTORY, f"{ADMINISTRATION}/bank-holidays"):
            client.get(path, expect=403)


class TestCouncil:
    def test_is_amended(self, client: PageClient, council: Council, sign_in_as: SignInAs) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        fields = {
            "name": "Riverford City Council",
            "colour": "#7A1F1F",
            "service_provider": "Together Trust",
        }
        fill(client, SETTINGS, fields)
        assert council.name == "Riverford City Council"
        assert council.colour == "#7a1f1f"
        assert council.service_provider == "Together Trust"
        assert council.slug == "riverford"
        assert "Riverford City Council" in client.get(ADMINISTRATION).text

    def test_shows_a_colour_before_it_is_saved(
        self, client: PageClient, council: Council, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        fields = {"name": "Half typed", "short_name": "", "colour": "#777777", "preview": "yes"}
        page = fill(client, SETTINGS, fields, expect=200).text
        # The grey #777777 is known for it: 4.48 to 1, which must not be told as 4.5.
        assert "White text on #777777 has a contrast of 4.4 to 1, so it cannot be read" in page
        assert 'fill="#777777"' in page
        assert 'value="Half typed"' in page
        assert council.name == "Riverford Borough Council"

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"colour": "#ffee00"}, "Choose a darker colour"),
            ({"colour": "red"}, "a hash and six digits"),
            ({"name": ""}, "Enter the council’s name"),
            ({"short_name": "x" * 61}, "60 characters or fewer"),
        ],
    )
    def test_is_not_amended_to_what_cannot_be(
        self,
        client: PageClient,
        council: Council,
        sign_in_as: SignInAs,
        fields: dict[str, str],
        words: str,
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        assert words in fill(client, SETTINGS, fields, expect=422).text
        assert council.colour == "#1d4f76"

    @pytest.mark.parametrize("days", ["0", "7", "20", " 5 "])
    def test_sets_for_how_long_dates_are_locked(
        self, client: PageClient, council: Council, sign_in_as: SignInAs, days: str
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        fill(client, SETTINGS, {"freeze_days": days})
        assert council.freeze_days == int(days)

    @pytest.mark.parametrize("days", ["21", "-1", "five", "1.5", "٣", "9" * 20, ""])
    def test_refuses_what_is_no_number_of_days(
        self, client: PageClient, council: Council, sign_in_as: SignInAs, days: str
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        page = fill(client, SETTINGS, {"freeze_days": days, "name": "Typed"}, expect=422).text
        assert "number of working days" in page
        assert 'value="Typed"' in page
        assert council.freeze_days == 5

    def test_lets_nobody_set_what_the_operator_sets(
        self, client: PageClient, council: Council, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        fields = {
            "version": str(council.version),
            "name": "Ours",
            "short_name": "Ours",
            "colour": "#1d4f76",
        }
        client.post(SETTINGS, data={**fields, "slug": "ours"}, expect=422)
        assert council.slug == "riverford"

    def test_shows_both_versions_when_somebody_was_faster(
        self,
        client: PageClient,
        session: Session,
        council: Council,
        actor: Actor,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        stale = {
            "version": str(council.version),
            "name": "Mine",
            "short_name": "Mine",
            "colour": "#1d4f76",
        }
        theirs = CouncilFields(slug="riverford", name="Theirs", short_name="Theirs")
        amend_council(session, council, theirs, by=actor, on=TODAY)
        page = client.post(SETTINGS, data=stale, expect=409).text
        assert "Theirs" in page
        assert 'value="Mine"' in page

    def test_is_for_administrators(self, client: PageClient, sign_in_as: SignInAs) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        client.get(SETTINGS, expect=403)
        client.post(SETTINGS, expect=403)


class TestBankHolidays:
    def test_shows_what_was_proclaimed_and_offers_no_change(
        self, client: PageClient, session: Session, now: Now, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        path = f"{ADMINISTRATION}/bank-holidays"
        assert "None was added" in client.get(path).text
        day = date(2027, 5, 3)
        proclaim_bank_holiday(session, day, "A jubilee", by=operator(now()), on=TODAY)
        page = client.get(path).text
        assert cells(page, "Bank holidays proclaimed lately") == [["3 May 2027", "A jubilee"]]
        main = parsed(page).find(".//main")
        assert main is not None
        assert main.find(".//form") is None
        client.post(path, expect=405)


@pytest.fixture
def rowan(session: Session, actor: Actor) -> Person:
    return add_person(session, PersonFields(name="Rowan Mason"), by=actor, on=TODAY)


class TestHistory:
    def test_says_who_did_what_newest_first(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        amend_person(session, rowan, PersonFields(name="Rowan Masters"), by=actor, on=TODAY)
        leave(session, rowan, by=actor, on=TODAY, reason="Retires")
        sign_in_as(Role.ADMINISTRATOR)
        page = client.get(f"{HISTORY}?who={actor.person_id}").text
        assert deeds(page) == [
            ["LeaveRetires", "Rowan MastersPerson", "Sam Programme Lead"],
            ["Amend person", "Rowan MastersPerson", "Sam Programme Lead"],
            ["Add person", "Rowan MastersPerson", "Sam Programme Lead"],
        ]
        assert "5 October 2026, 10:30am" in page

    def test_pages_from_the_newest_to_the_oldest(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        for number in range(30):
            add_person(session, PersonFields(name=f"Person {number:02}"), by=actor, on=TODAY)
        sign_in_as(Role.PROGRAMME_LEAD)
        address = f"{HISTORY}?who={actor.person_id}"
        first = client.get(address).text
        assert len(deeds(first)) == 25
        link = parsed(first).find(".//a[@rel='next']")
        assert link is not None
        second = client.get(link.get("href", "")).text
        assert [row[1] for row in deeds(second)] == [
            f"Person {number:02}Person" for number in range(4, -1, -1)
        ]
        assert parsed(second).find(".//a[@rel='next']") is None

    def test_narrows_to_a_day_and_passes_over_nonsense(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        now: Now,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        assert "Nothing matches" in client.get(f"{HISTORY}?until=2026-10-04").text
        assert "Add person" in client.get(f"{HISTORY}?until=2026-10-05").text
        for asked in (
            "who=x",
            "until=x",
            "until=0001-01-01",
            "until=9999-12-31",
            "before=x",
            "before=-1",
            "before=99999999999999999999",
            "before=²",
        ):
            assert "Add person" in client.get(f"{HISTORY}?{asked}").text
        assert "Nothing matches" in client.get(f"{HISTORY}?before=0").text

    def test_is_one_line_a_deed_however_much_it_wrote(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        grant_role(session, rowan, Role.VIEWER, by=actor, on=TODAY)
        leave(session, rowan, by=actor, on=TODAY)
        sign_in_as(Role.ADMINISTRATOR)
        page = client.get(f"{HISTORY}?who={actor.person_id}").text
        assert [row[0] for row in deeds(page)] == ["Leave", "Grant role", "Add person"]

    def test_keeps_councils_apart(
        self,
        client: PageClient,
        session: Session,
        actor_as: ActorAs,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        elsewhere = actor_as(Role.PROGRAMME_LEAD, council=other_council, name="Alex Elsewhere")
        add_person(session, PersonFields(name="Strange Person"), by=elsewhere, on=TODAY)
        sign_in_as(Role.ADMINISTRATOR)
        page = client.get(HISTORY).text
        assert "Elsewhere" not in page
        assert "Strange" not in page

    def test_keeps_an_embargo(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        action = an_action(session, actor, a_plan(session, actor), title="A secret answer")
        visit = embargo(session, actor, action)
        sign_in_as(Role.PROGRAMME_LEAD)
        page = client.get(HISTORY).text
        for words in (visit.title, "A finding not yet told of", "A secret answer"):
            assert words in page
        sign_in_as(Role.ADMINISTRATOR)
        page = client.get(HISTORY).text
        for words in ("not yet told of", "A secret answer", str(visit.id), str(action.id)):
            assert words not in page
        table = client.get(f"{HISTORY}?format=csv").text
        assert str(visit.id) not in table
        assert str(action.id) not in table

    def test_gives_the_same_deeds_as_csv(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        answer = client.get(f"{HISTORY}?who={actor.person_id}&format=csv")
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
        assert rows == [
            ["When", "Deed", "Record", "Who", "Door", "Reason"],
            [
                "2026-10-05T09:30:00+00:00",
                "Add person",
                f"Person {rowan.id}",
                "Sam Programme Lead",
                "web",
                "",
            ],
        ]

    def test_needs_as_many_statements_for_many_deeds_as_for_one(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        rowan: Person,
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        with statements() as few:
            client.get(HISTORY)
        for number in range(50):
            add_person(session, PersonFields(name=f"Person {number}"), by=actor, on=TODAY)
        session.commit()
        with statements() as many:
            client.get(HISTORY)
        assert len(few) == len(many) <= 8
