"""Raising a challenge, amending it, and each step of what comes of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from tracker.forms.base import PageForm
from tracker.forms.fields import (
    day,
    hidden,
    line,
    offer,
    paragraphs,
    radios,
    select,
)
from tracker.forms.parties import PartiesForm, Party
from tracker.services.challenge_steps import StepFields
from tracker.services.challenges import ChallengeFields

MOST: int = 5000
OVERTAKEN = (
    "Somebody else took this challenge further while you were writing. Its story above has what "
    "they did; what you typed is still below"
)
REFERENCE_HINT = "Its reference, such as A1.2"


class _Subjects(PartiesForm):
    """What a challenge says, and what it is about."""

    put_to = select("Put to", required="Select the person or post that it is put to")
    text = paragraphs("Challenge", required="Enter the challenge", most=MOST)
    action = line("Action", most=40, hint=REFERENCE_HINT)
    recommendation_id = select("Recommendation", none="No recommendation")
    measure = line("Measure", most=300, hint="In words, such as caseloads above 20")

    def offer_recommendations(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer the recommendations that this person may see."""
        offer(self.recommendation_id, choices)

    def fields_with(
        self, board_id: Any, raised: Party, action_id: uuid.UUID | None, **more: Any
    ) -> ChallengeFields:
        """What the deed takes; ``action_id`` is the action that was typed."""
        asked = self.party("put_to")
        recommendation = self.recommendation_id.data
        return ChallengeFields(
            board_id=board_id,
            text=self.text.data,
            raised_by_id=raised.person_id,
            raised_by_name=None if raised.person_id else raised.name,
            put_to_id=asked.person_id,
            put_to_post_id=asked.post_id,
            recommendation_id=uuid.UUID(recommendation) if recommendation else None,
            action_id=action_id,
            measure=self.measure.data,
            **more,
        )


class OwnChallengeForm(_Subjects):
    """A member's own challenge, between meetings."""

    board_id = select("Board", required="Select the board")
    raised_on = day("Date", required="Enter the date on which it is raised")

    def offer_boards(self, boards: Iterable[Any]) -> None:
        """Offer the boards for which this person may raise one."""
        offer(self.board_id, [(str(board.id), board.name) for board in boards])

    @property
    def chosen_meeting(self) -> uuid.UUID | None:
        """The meeting at which it was raised; none for one's own between meetings."""
        return None


class RaiseForm(OwnChallengeForm):
    """A challenge as whoever keeps the board writes it down."""

    meeting_id = select(
        "Meeting",
        none="Between meetings",
        hint="What is raised at a meeting has that meeting’s date",
    )
    raised_by = select("Raised by", none="Somebody else")
    raised_by_name = line("Name of somebody else", hint="If they are not in the list")

    def offer_meetings(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer the meetings that were held."""
        offer(self.meeting_id, choices)

    @property
    def chosen_meeting(self) -> uuid.UUID | None:
        """The meeting at which it was raised, if at one."""
        return uuid.UUID(self.meeting_id.data) if self.meeting_id.data else None


class AmendChallengeForm(_Subjects):
    """Changing what a challenge says, whose it is and whom it is put to."""

    version = hidden()
    raised_by = select("Raised by", none="Somebody else")
    raised_by_name = line("Name of somebody else", hint="If they are not in the list")


class StepForm(PartiesForm):
    """One step: its words, its day, and whose it is where somebody else writes it down."""

    version = hidden()
    words = paragraphs("Words", most=MOST)
    taken_on = day("Date", required="Enter the date")
    taken_by = select("Who", none="Me, or the name below")
    taken_by_name = line("Name of somebody else", hint="If they are not in the list")

    def for_themselves(self) -> None:
        """Whoever acts is who takes the step: nobody else can be named."""
        del self.taken_by
        del self.taken_by_name

    def fields(self, **more: Any) -> StepFields:
        """What the deed takes."""
        who = self.party("taken_by") if "taken_by" in self else Party()
        return StepFields(
            words=self.words.data,
            taken_on=self.taken_on.data,
            taken_by_id=who.person_id,
            taken_by_name=None if who.person_id else who.name,
            due_on=self["due_on"].data if "due_on" in self else None,
            **more,
        )

    def take_over(self, version: int) -> None:
        """Somebody took the challenge further meanwhile; the page shows how it stands now."""
        super().take_over(version)
        self.form_errors.append(OVERTAKEN)


class AnswerForm(StepForm):
    """The answer, and evidence that is promised with it."""

    words = paragraphs("Answer", required="Enter the answer", most=MOST)
    promise = paragraphs(
        "Evidence that is promised", most=2000, hint="Leave this empty if nothing is promised yet"
    )
    due_on = day("By when the evidence is promised")


class PromiseForm(StepForm):
    """Evidence that is promised by a day."""

    words = paragraphs(
        "Evidence that is promised", required="Enter the evidence that is promised", most=2000
    )
    due_on = day("By when", required="Enter the day by which it is promised")


class GiveForm(StepForm):
    """Evidence that is given, in words and where it is to be found."""

    words = paragraphs("What was given", required="Enter what was given", most=MOST)
    evidence_id = select("Piece of evidence", none="None of these")
    action = line("Action whose page shows it", most=40, hint=REFERENCE_HINT)

    def offer_evidence(self, rows: Iterable[Any]) -> None:
        """Offer the evidence of the challenge's action, as (id, title)."""
        offer(self.evidence_id, [(str(row.id), row.title) for row in rows])

    @property
    def chosen_evidence(self) -> uuid.UUID | None:
        """The piece that was chosen."""
        return uuid.UUID(self.evidence_id.data) if self.evidence_id.data else None


CHALLENGER, CHAIR = "challenger", "chair"


class VerifyForm(StepForm):
    """That what was given is enough, and who says so."""

    words = paragraphs("What was seen", most=2000, hint="You may leave this empty")
    says_so = radios("Who says so?", required="Select who says so")

    def offer_judges(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer the challenger and the chair; one alone is not asked about."""
        offer(self.says_so, choices)
        if len(choices) == 1:
            self.says_so.data = choices[0][0]

    @property
    def as_chair(self) -> bool:
        """Whether the chair says so on the challenger's behalf."""
        return bool(self.says_so.data == CHAIR)


class SendBackForm(VerifyForm):
    """Why it is not enough, and who says so."""

    words = paragraphs("Why it is sent back", required="Enter why it is sent back", most=2000)


class WithdrawChallengeForm(PageForm):
    """Taking a challenge back."""

    version = hidden()
    words = paragraphs("Why it is withdrawn", required="Enter why it is withdrawn", most=2000)

    def take_over(self, version: int) -> None:
        """Somebody took the challenge further meanwhile."""
        super().take_over(version)
        self.form_errors.append(OVERTAKEN)


class NoteCorrectionForm(PageForm):
    """Correcting what agreed minutes say of a challenge, a decision or a follow-up."""

    version = hidden()
    text = paragraphs("What it should say", required="Enter what it should say", most=MOST)
    reason = paragraphs(
        "Why is it corrected?",
        required="Enter why it is corrected",
        most=2000,
        hint="This stays beside it, with your name, the day and what it said before",
    )
