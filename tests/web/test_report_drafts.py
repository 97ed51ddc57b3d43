"""Reports as they come in: handing one in, watching it, its draft, and accepting it."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.foundations.kept_reports import KEY, PNG, a_draft, keep_files
from tests.foundations.records import ActorAs
from tests.foundations.site import INSIDERS, SignInAs
from tests.foundations.written_reports import TEXT, a_pdf
from tests.page_contract import PageClient, parsed, text_of
from tests.services.received import read, received
from tests.services.visits import inspected
from tests.web.planned import links, problems, words
from tests.web.workforce import NOBODY, day, fill
from tracker.access.actor import Actor
from tracker.adapters.file_store import FileStore, page_key
from tracker.domain.vocabulary import DraftState, Role
from tracker.intake import editing
from tracker.intake.draft import Doubt, Fact, Passage, Place
from tracker.models import Clock, Council, DraftOfReport, Inspection, Recommendation, Report
from tracker.services.report_drafts import amend_draft
from tracker.services.reports import MOST_BYTES

DRAFTS = "/councils/riverford/report-drafts"
READ = f"{DRAFTS}/read"


@pytest.fixture(autouse=True)
def lead(sign_in_as: SignInAs) -> None:
    """Riverford's programme lead looks at these pages."""
    sign_in_as(Role.PROGRAMME_LEAD)


@pytest.fixture
def files(client: PageClient) -> FileStore:
    """The site's own files."""
    found: FileStore = client.application.extensions["files"]
    keep_files(client.application.extensions["settings"].files_folder)
    return found


@pytest.fixture
def draft(session: Session, actor: Actor, files: FileStore) -> DraftOfReport:
    """A report that was read and waits to be gone through."""
    return read(session, actor)


def at(draft: DraftOfReport, deed: str = "", **asked: Any) -> str:
    question = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{DRAFTS}/{draft.id}{deed}" + (f"?{question}" if question else "")


def upload(content: bytes, name: str = "report.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def hand_in(client: PageClient, *, expect: int = 303, **fields: Any) -> TestResponse:
    return client.post(READ, data=fields, content_type="multipart/form-data", expect=expect)


def send_large(client: PageClient, content: bytes, name: str, expect: int) -> TestResponse:
    """Hand in a file that the test client would lay in a file of its own and forget."""
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return client.post(
        READ,
        data=head.encode() + content + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
        headers={"X-CSRFToken": client.csrf_token()},
        expect=expect,
    )


def count(session: Session, model: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


class TestHandingIn:
    def test_a_file_waits_to_be_read_and_is_kept(
        self, client: PageClient, session: Session, files: FileStore
    ) -> None:
        content = a_pdf()
        answer = hand_in(client, file=upload(content, "Report 2024.pdf"))
        draft = session.scalars(select(DraftOfReport)).one()
        report = session.scalars(select(Report)).one()
        assert answer.location == at(draft)
        assert (report.name, report.media_type) == ("Report 2024.pdf", "application/pdf")
        assert files.get(report.storage_key) == content
        page = client.get(answer.location)
        assert "Waiting to be read" in words(page)
        assert links(page)["Check again"] == at(draft)

    def test_so_does_a_pasted_text(
        self, client: PageClient, session: Session, files: FileStore
    ) -> None:
        hand_in(client, pasted=TEXT)
        report = session.scalars(select(Report)).one()
        assert (report.name, report.media_type) == ("Pasted text.txt", "text/plain")
        assert files.get(report.storage_key).decode() == TEXT.strip()

    def test_the_same_report_leads_to_the_first_one(
        self, client: PageClient, session: Session
    ) -> None:
        first = hand_in(client, file=upload(b"%PDF-1.4 The same"))
        again = hand_in(client, file=upload(b"%PDF-1.4 The same", "another name.pdf"))
        assert again.location == first.location
        assert "This report is here already. Received on 5 October 2026 from Robin Marsh" in words(
            client.get(again.location)
        )
        assert count(session, Report) == 1

    @pytest.mark.parametrize(
        ("fields", "problem"),
        [
            ({}, "Choose a report, or paste its text"),
            ({"pasted": " "}, "Choose a report, or paste its text"),
            (
                {"file": upload(b"a"), "pasted": "Words"},
                "Choose a report or paste its text, not both",
            ),
            (
                {"file": upload(b"MZ", "report.exe")},
                "The report must be a PDF, a Word file (.docx), a web page or plain text",
            ),
            (
                {"file": upload(b"words", "report")},
                "The report must be a PDF, a Word file (.docx), a web page or plain text",
            ),
            ({"file": upload(b"")}, "The file that you chose is empty"),
            (
                {"file": upload(b"<!DOCTYPE html><title>503</title>")},
                "The file is not what the end of its name says. It may be a web page",
            ),
            (
                {"file": upload(b"%PDF-1.7", "report.docx")},
                "The file is not what the end of its name says",
            ),
            (
                {"file": upload(b"PK\x03\x04", "report.txt")},
                "The file is not what the end of its name says",
            ),
            ({"pasted": "x" * 400_001}, "Or paste its text must be 400,000 characters or fewer"),
            ({"other": upload(b"words")}, "This page does not know the field “other”"),
        ],
    )
    def test_what_cannot_be_read_is_named_and_nothing_is_kept(
        self, client: PageClient, session: Session, fields: dict[str, Any], problem: str
    ) -> None:
        fresh = {
            name: upload(value[0].getvalue(), value[1]) if isinstance(value, tuple) else value
            for name, value in fields.items()
        }
        page = hand_in(client, expect=422, **fresh)
        assert any(one.startswith(problem) for one in problems(page))
        assert str(fields.get("pasted", "")).strip() in text_of(parsed(page.text))
        assert count(session, Report) == 0

    def test_a_file_as_large_as_may_be_is_taken_and_a_larger_one_refused_by_its_limit(
        self, client: PageClient, session: Session
    ) -> None:
        send_large(client, b"x" * MOST_BYTES, "long.txt", 303)
        page = send_large(client, b"y" * (MOST_BYTES + 1), "longer.txt", 422)
        assert problems(page) == ["The file must be 30 MB or smaller"]
        page = send_large(client, b"z" * (MOST_BYTES + 3_000_000), "far.txt", 413)
        assert "That file is too large" in words(page)
        assert "at most 30 MB" in words(page)
        assert count(session, Report) == 1

    def test_other_pages_take_no_more_than_a_form_has(self, client: PageClient) -> None:
        client.post("/councils/riverford/plans/start", data={"title": "x" * 1_100_000}, expect=413)

    def test_nobody_is_read_before_they_are_known(self, client: PageClient) -> None:
        client.delete_cookie("tracker")
        page = send_large(client, b"x" * 2_000_000, "long.txt", 401)
        assert "Sign in again" in words(page)


class TestProgress:
    @pytest.mark.parametrize(
        ("state", "done", "of", "said"),
        [
            (DraftState.WAITING, 0, 0, "Waiting to be read"),
            (DraftState.READING, 0, 0, "Being read"),
            (DraftState.READING, 3, 49, "Read 3 of 49 pages"),
        ],
    )
    def test_it_is_said_in_words_and_as_a_bar(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        state: DraftState,
        done: int,
        of: int,
        said: str,
    ) -> None:
        draft = received(session, actor)
        draft.state, draft.pages_done, draft.pages = state, done, of
        page = parsed(client.get(at(draft)).text)
        status = next(p for p in page.iter("p") if p.get("role") == "status")
        assert text_of(status) == said
        (bar,) = page.iter("progress")
        assert (bar.get("value"), bar.get("max")) == (str(done), str(of or 1))
        told = client.get(at(draft, "/progress")).json
        assert told == {"reading": True, "words": said, "done": done, "of": of}

    def test_the_end_of_it_is_told_too(self, client: PageClient, draft: DraftOfReport) -> None:
        told = client.get(at(draft, "/progress")).json
        assert told is not None
        assert told["reading"] is False

    def test_a_refusal_says_why(self, client: PageClient, session: Session, actor: Actor) -> None:
        draft = received(session, actor)
        draft.state, draft.refusal = DraftState.REFUSED, "This PDF asks for a password"
        page = client.get(at(draft))
        assert "Could not be read This PDF asks for a password." in words(page)
        assert "Read a report" in links(page)


class TestDraftPage:
    def test_doubts_come_first_and_lead_to_their_items(
        self, client: PageClient, draft: DraftOfReport
    ) -> None:
        page = client.get(at(draft))
        text = words(page)
        assert text.index("Look at these first") < text.index("The inspection")
        href = links(page)["This recommendation may go on in the next one"]
        assert href == f"{at(draft, about='r2')}#about-r2"
        chosen = parsed(client.get(href).text)
        marked = [e.get("id") for e in chosen.iter() if "item--chosen" in (e.get("class") or "")]
        assert marked == ["about-r2"]

    def test_a_doubt_about_a_whole_part_leads_there(
        self, client: PageClient, session: Session, actor: Actor
    ) -> None:
        found = a_draft(doubts=(Doubt("judgements", "A grade is missing"), Doubt("whole", "Odd")))
        draft = read(session, actor, found)
        shown = links(client.get(at(draft)))
        assert shown["A grade is missing"] == f"{at(draft)}#judgements"
        assert shown["Odd"] == at(draft)

    def test_each_item_stands_with_its_heading_and_its_page(
        self, client: PageClient, draft: DraftOfReport
    ) -> None:
        text = words(client.get(at(draft)))
        for said in (
            "Full inspection (SIF)",
            "23 June to 16 July 2015",
            "1 September 2015 Check",
            "Adoption performance Good Unsure",
            "Priority and immediate action. To: Local authority",
            "Recommendation 1 Answer each contact within a day Page 2",
        ):
            assert said in text

    def test_the_page_is_drawn_with_what_was_read_marked(
        self, client: PageClient, draft: DraftOfReport
    ) -> None:
        page = parsed(client.get(at(draft, about="r1")).text)
        picture = next(svg for svg in page.iter("svg") if svg.get("role") == "img")
        assert text_of(picture).startswith("Picture of page 2 What was read is marked.")
        (image,) = picture.iter("image")
        assert image.get("href") == at(draft, "/picture", page=2)
        (mark,) = picture.iter("rect")
        assert (mark.get("x"), mark.get("y"), mark.get("width"), mark.get("height")) == (
            *("60.0", "100.0", "440.0", "30.0"),
        )
        assert client.get(image.get("href", "")).get_data() == PNG

    def test_its_words_are_there_for_whoever_cannot_see_it(
        self, client: PageClient, draft: DraftOfReport
    ) -> None:
        page = parsed(client.get(at(draft, about="r1")).text)
        details = [e for e in page.iter("details") if "The words of page 2" in text_of(e)]
        assert len(details) == 1
        assert [text_of(mark) for mark in details[0].iter("mark")] == [
            "Answer each contact within a day"
        ]

    def test_pages_are_turned_within_the_report(
        self, client: PageClient, draft: DraftOfReport
    ) -> None:
        first = links(client.get(at(draft)))
        assert "Previous page" not in first
        assert first["Next page"] == f"{at(draft, page=2)}#leaf"
        last = links(client.get(at(draft, about="r1", page=99)))
        assert last["Previous page"] == f"{at(draft, about='r1', page=1)}#leaf"
        assert "Next page" not in last

    def test_a_page_without_a_picture_shows_its_words(
        self, client: PageClient, draft: DraftOfReport, files: FileStore
    ) -> None:
        files.delete(page_key(KEY, 2))
        page = client.get(at(draft, page=2))
        assert "There is no picture of this page, or it is still being drawn." in words(page)
        assert "Review every plan with a manager in the chair" in words(page)
        client.get(at(draft, "/picture", page=2), expect=404)

    def test_a_letter_without_pages_shows_what_stands_around(
        self, client: PageClient, session: Session, actor: Actor
    ) -> None:
        passages = tuple(Passage(1, f"Passage {n}") for n in range(20))
        place = Place(1, (), (10,))
        one = a_draft().recommendations[0]
        found = a_draft(
            pages=(),
            passages=passages,
            recommendations=(one.__class__(**{**vars(one), "place": place}),),
            doubts=(),
        )
        page = client.get(at(read(session, actor, found), about="r1"))
        assert [text_of(mark) for mark in parsed(page.text).iter("mark")] == ["Passage 10"]
        assert "Passage 7" in words(page)
        assert "Passage 6" not in words(page)

    def test_a_report_of_another_council_is_warned_of(
        self, client: PageClient, session: Session, actor: Actor
    ) -> None:
        draft = read(session, actor, a_draft(council=Fact("Hillbury", Place(1))))
        assert "The report names Hillbury, not Riverford Borough Council" in words(
            client.get(at(draft))
        )


class TestChanging:
    def test_an_amended_recommendation_is_shown_as_it_is_now(
        self, client: PageClient, draft: DraftOfReport
    ) -> None:
        path = at(draft, "/amend", item="r2")
        answer = fill(
            client, path, {"text": "Review every plan monthly", "kind": "priority_action"}
        )
        page = client.get(answer.location)
        assert "Review every plan monthly" in words(page)
        assert "This recommendation may go on" not in words(page)

    def test_an_amended_judgement_too(self, client: PageClient, draft: DraftOfReport) -> None:
        answer = fill(client, at(draft, "/amend", item="j2"), {"grade_key": "outstanding"})
        assert "Adoption performance Outstanding" in words(client.get(answer.location))

    def test_a_grade_that_the_framework_does_not_give_is_refused(
        self, client: PageClient, session: Session, actor: Actor
    ) -> None:
        draft = read(session, actor, a_draft(framework=None, kind=None))
        page = fill(client, at(draft, "/amend", item="j2"), expect=422)
        assert problems(page) == ["Select the judgement area", "Select the grade"]

    def test_facts(self, client: PageClient, draft: DraftOfReport) -> None:
        fields = {
            "activity": "sif:full_inspection",
            "lead_inspector": "Sam Brown",
            **day("published", date(2015, 9, 2)),
        }
        answer = fill(client, at(draft, "/facts"), fields)
        text = words(client.get(answer.location))
        assert "Sam Brown" in text
        assert "2 September 2015" in text

    def test_days_out_of_order_are_refused_at_their_field(
        self, client: PageClient, draft: DraftOfReport
    ) -> None:
        page = fill(client, at(draft, "/facts"), day("end_on", date(2015, 6, 1)), expect=422)
        assert problems(page) == ["The last day on site must be the same as or after the first"]

    def test_what_was_missed_is_added(self, client: PageClient, draft: DraftOfReport) -> None:
        fields = {
            "text": "Tell children why",
            "kind": "recommendation",
            "addressee": "local_authority",
            "page": "2",
        }
        answer = fill(client, at(draft, "/add-recommendation"), fields)
        assert "Recommendation Tell children why Page 2" in words(client.get(answer.location))
        fields = {"area_key": "leadership", "grade_key": "inadequate"}
        answer = fill(client, at(draft, "/add-judgement"), fields)
        assert "Leadership, management and governance Inadequate" in words(
            client.get(answer.location)
        )

    def test_one_is_split(self, client: PageClient, draft: DraftOfReport) -> None:
        path = at(draft, "/split", item="r1")
        page = fill(client, path, {"part_1": "Answer contacts"}, expect=422)
        assert problems(page) == ["Enter part 2"]
        answer = fill(client, path, {"part_1": "Answer contacts", "part_2": "within a day"})
        text = words(client.get(answer.location))
        assert "Recommendation 1 Answer contacts" in text
        assert "Recommendation within a day" in text

    @pytest.mark.parametrize(
        ("deed", "item", "said", "after"),
        [
            ("confirm", "r2", "Confirmed", "Look at these first The day of publication"),
            ("settle", "2", "Confirmed", "Look at these first"),
            ("drop", "r1", "Dropped. It stays", "Dropped Page 2"),
            ("merge", "r2", "Merged", "Review every plan with a manager in the chair"),
        ],
    )
    def test_the_buttons(
        self,
        client: PageClient,
        draft: DraftOfReport,
        deed: str,
        item: str,
        said: str,
        after: str,
    ) -> None:
        fields = {"deed": deed, "item": item, "version": str(draft.version)}
        answer = client.post(at(draft, "/change"), data=fields)
        text = words(client.get(answer.location))
        assert said in text
        assert after in text

    def test_what_was_dropped_is_taken_back(self, client: PageClient, draft: DraftOfReport) -> None:
        for deed in ("drop", "take_back"):
            client.post(at(draft, "/change"), data={"deed": deed, "item": "r1"})
        page = client.get(at(draft))
        assert "Dropped Page 2" not in words(page)

    @pytest.mark.parametrize(
        ("fields", "problem"),
        [
            ({}, "Press one of the buttons of this page"),
            ({"deed": "explode", "item": "r1"}, "Press one of the buttons of this page"),
            ({"deed": "drop", "item": "r99"}, "That item is not in the draft any more. Go back"),
            ({"deed": "merge", "item": "r3"}, "There is no recommendation after this one"),
            ({"deed": "settle", "item": "9"}, "That doubt is settled already"),
        ],
    )
    def test_a_button_that_cannot_be_pressed_says_so(
        self, client: PageClient, draft: DraftOfReport, fields: dict[str, str], problem: str
    ) -> None:
        page = client.post(at(draft, "/change"), data=fields, expect=422)
        assert problems(page)[0].startswith(problem)

    @pytest.mark.parametrize("deed", ["amend", "split"])
    def test_an_item_that_is_not_there_has_no_page(
        self, client: PageClient, draft: DraftOfReport, deed: str
    ) -> None:
        for item in ("r99", "", NOBODY):
            client.get(at(draft, f"/{deed}", item=item), expect=404)
        client.get(at(draft, "/split", item="j1"), expect=404)


class TestTwoAtOnce:
    def overtake(self, session: Session, draft: DraftOfReport, actor: Actor) -> None:
        values = {**vars(a_draft().recommendations[0])}
        fields = editing.RecommendationValues(
            **{
                name: values[name]
                for name in editing.RecommendationValues.__dataclass_fields__
                if name != "text"
            },
            text="As somebody else has it",
        )
        amend_draft(
            session, draft, lambda f: editing.amend_recommendation(f, "r1", fields), by=actor
        )

    def test_both_versions_are_shown_and_the_second_may_stand(
        self, client: PageClient, session: Session, draft: DraftOfReport, actor: Actor
    ) -> None:
        path = at(draft, "/amend", item="r1")
        seen = str(draft.version)
        self.overtake(session, draft, actor)
        fields = {"text": "As I have it", "version": seen}
        page = client.submit(path, fields, form=path, expect=409)
        text = words(page)
        assert "Somebody else changed this draft while you were writing" in text
        assert "As somebody else has it" in text
        assert "As I have it" in text
        answer = client.submit(path, {"text": "As I have it"}, form=path)
        assert "As I have it" in words(client.get(answer.location))

    def test_a_button_of_an_old_page_is_not_pressed(
        self, client: PageClient, session: Session, draft: DraftOfReport, actor: Actor
    ) -> None:
        fields = {"deed": "merge", "item": "r1", "version": str(draft.version)}
        self.overtake(session, draft, actor)
        page = client.post(at(draft, "/change"), data=fields, expect=422)
        assert problems(page) == [
            "Somebody else has changed this draft in the meantime. Look at it again"
        ]

    def test_what_was_typed_into_a_draft_that_is_gone_is_given_back(
        self, client: PageClient, session: Session, draft: DraftOfReport
    ) -> None:
        draft.state = DraftState.DROPPED
        path = at(draft, "/amend", item="r1")
        page = client.post(path, data={"text": "Words to keep"}, expect=409)
        assert "This draft was dropped." in words(page)
        assert "Words to keep" in words(page)
        assert client.get(path, expect=303).location == at(draft)


class TestAccepting:
    ANSWERS = day("received_on", date(2015, 9, 1))

    def test_it_leads_to_the_inspection_with_all_that_the_report_says(
        self, client: PageClient, session: Session, draft: DraftOfReport
    ) -> None:
        answer = fill(client, at(draft, "/accept"), self.ANSWERS)
        inspection = session.scalars(select(Inspection)).one()
        assert answer.location == f"/councils/riverford/inspections/{inspection.id}"
        assert inspection.title == "Full inspection, 23 June to 16 July 2015"
        assert count(session, Recommendation) == 3
        assert count(session, Clock) == 2
        page = client.get(answer.location)
        assert "Read it page by page" in links(page)
        assert client.get(at(draft), expect=303).location == answer.location

    def test_it_follows_the_last_graded_inspection_of_the_same_services(
        self, client: PageClient, session: Session, actor: Actor, draft: DraftOfReport
    ) -> None:
        earlier = inspected(
            session,
            actor,
            title="Four weeks of 2011",
            framework="pre-sif",
            fieldwork_start_on=date(2011, 3, 7),
            fieldwork_end_on=date(2011, 3, 18),
            received_on=None,
            published_on=None,
        )
        inspected(
            session,
            actor,
            title="A letter of 2014",
            framework="jtai",
            kind="joint_inspection",
            fieldwork_start_on=date(2014, 3, 3),
            fieldwork_end_on=date(2014, 3, 7),
            received_on=None,
            published_on=None,
        )
        fill(client, at(draft, "/accept"), self.ANSWERS)
        accepted = session.scalars(select(Inspection).where(Inspection.framework == "sif")).one()
        assert accepted.follows_id == earlier.id

    def test_what_is_still_doubtful_is_said_before(
        self, client: PageClient, draft: DraftOfReport
    ) -> None:
        text = words(client.get(at(draft, "/accept")))
        assert "Recommendations 3" in text
        assert "Still doubtful This recommendation may go on" in text

    def test_what_is_missing_is_said_with_the_way_to_it(
        self, client: PageClient, session: Session, actor: Actor
    ) -> None:
        draft = read(session, actor, a_draft(fieldwork=(), framework=None))
        page = client.get(at(draft, "/accept"))
        assert links(page)["Enter the first and the last day on site"] == at(draft, "/facts")
        fields = {**self.ANSWERS, "title": "Inspection of 2015"}
        page = fill(client, at(draft, "/accept"), fields, expect=422)
        assert problems(page) == ["Select the kind of inspection"]
        assert count(session, Inspection) == 0

    def test_the_day_of_receipt_is_asked_for(
        self, client: PageClient, draft: DraftOfReport
    ) -> None:
        page = fill(client, at(draft, "/accept"), expect=422)
        assert problems(page) == ["Enter the day on which the report was received"]

    def test_another_councils_report_takes_a_tick(
        self, client: PageClient, session: Session, actor: Actor
    ) -> None:
        draft = read(session, actor, a_draft(council=Fact("Hillbury", Place(1))))
        path = at(draft, "/accept")
        page = fill(client, path, self.ANSWERS, expect=422)
        assert problems(page)[0].startswith("Confirm that this report is about Riverford")
        fill(client, path, {**self.ANSWERS, "is_ours": "y"})
        assert count(session, Inspection) == 1

    def test_not_as_somebody_else_has_changed_it(
        self, client: PageClient, session: Session, draft: DraftOfReport, actor: Actor
    ) -> None:
        seen = str(draft.version)
        amend_draft(session, draft, lambda found: found, by=actor)
        fields = {**self.ANSWERS, "version": seen}
        page = fill(client, at(draft, "/accept"), fields, expect=422)
        assert "Somebody else has changed this draft in the meantime" in problems(page)[0]
        assert count(session, Inspection) == 0


class TestDropping:
    def test_its_file_and_pictures_go_with_it(
        self, client: PageClient, session: Session, draft: DraftOfReport, files: FileStore
    ) -> None:
        answer = fill(client, at(draft, "/drop"))
        assert answer.location == DRAFTS
        assert not files.exists(KEY)
        assert not files.exists(page_key(KEY, 1))
        page = client.get(at(draft))
        assert "This report was dropped." in words(page)

    def test_what_was_accepted_is_kept(
        self, client: PageClient, session: Session, draft: DraftOfReport, files: FileStore
    ) -> None:
        draft.state = DraftState.ACCEPTED
        page = fill(client, at(draft, "/drop"), expect=422)
        assert "This report was accepted" in problems(page)[0]
        assert files.exists(KEY)


class TestList:
    def test_every_report_stands_there_with_its_state(
        self, client: PageClient, session: Session, actor: Actor
    ) -> None:
        read(session, actor)
        received(session, actor, b"Another", name="another.pdf")
        text = words(client.get(DRAFTS))
        assert "Ready to check" in text
        assert "Waiting" in text
        filtered = words(client.get(f"{DRAFTS}?state=waiting"))
        assert "1 report" in filtered

    def test_it_can_be_exported(self, client: PageClient, session: Session, actor: Actor) -> None:
        read(session, actor)
        rows = list(csv.reader(io.StringIO(client.get(f"{DRAFTS}?format=csv").text)))
        assert rows[1][:3] == ["report.pdf", "Ready to check", "2026-10-05"]

    def test_an_empty_one_offers_the_first_step(self, client: PageClient) -> None:
        assert links(client.get(DRAFTS))["Read a report"] == READ
        assert links(client.get("/councils/riverford/inspections"))["Read a report"] == READ


class TestWhoSees:
    @pytest.mark.parametrize("role", [role for role in INSIDERS if role is not Role.PROGRAMME_LEAD])
    def test_nobody_else_sees_a_draft_or_that_there_is_one(
        self, client: PageClient, sign_in_as: SignInAs, draft: DraftOfReport, role: Role
    ) -> None:
        sign_in_as(role)
        for deed in ("", "/progress", "/picture", "/accept", "/facts", "/drop"):
            client.get(at(draft, deed), expect=403)
        client.get(DRAFTS, expect=403)
        page = client.get("/councils/riverford/inspections")
        assert "Read a report" not in page.text
        assert DRAFTS not in page.text

    def test_another_council_has_it_not(
        self,
        client: PageClient,
        sign_in_as: SignInAs,
        draft: DraftOfReport,
        other_council: Council,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
        client.get(f"/councils/hillbury/report-drafts/{draft.id}", expect=404)
        client.get(at(draft), expect=404)

    def test_the_same_file_of_another_council_is_not_told(
        self,
        client: PageClient,
        session: Session,
        actor_as: ActorAs,
        other_council: Council,
    ) -> None:
        theirs = actor_as(Role.PROGRAMME_LEAD, council=other_council)
        received(session, theirs, b"%PDF-1.4 The same")
        answer = hand_in(client, file=upload(b"%PDF-1.4 The same"))
        assert "here already" not in words(client.get(answer.location))
