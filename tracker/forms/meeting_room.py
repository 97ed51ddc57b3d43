"""What a clerk notes on one item while a meeting goes on: minutes, challenge, decision, follow-up.

All of it is one form, so that nothing typed in one part is lost when another is saved; each part
becomes a record of its own. A part in which nothing was typed is left out.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from wtforms import SubmitField

from tracker.domain.errors import RuleError
from tracker.forms.challenges import MOST, REFERENCE_HINT
from tracker.forms.fields import DayField, day, hidden, line, offer, paragraphs, select
from tracker.forms.parties import PartiesForm
from tracker.services.challenges import ChallengeFields
from tracker.services.decisions import DecisionFields
from tracker.services.follow_ups import FollowUpFields

PARTS: Final = ("challenge", "decision", "follow_up")
IF_NOT_LISTED: Final = "If they are not in the list"


class RoomForm(PartiesForm):
    """The notes on one item; ``minute_mark`` says which minutes the page was made from."""

    minute_mark = hidden()
    draft = hidden()
    minute = paragraphs("Minutes", hint="What was said and what came of it")
    challenge_text = paragraphs("Challenge", most=MOST)
    challenge_raised_by = select("Raised by", none="Somebody else")
    challenge_raised_by_name = line("Name of whoever raised it", hint=IF_NOT_LISTED)
    challenge_put_to = select("Put to", none="Choose a person or post")
    challenge_action = line("Action that it is about", most=40, hint=REFERENCE_HINT)
    challenge_recommendation_id = select(
        "Recommendation that it is about", none="No recommendation"
    )
    decision_text = paragraphs("Decision", most=MOST)
    decision_action = line("Action that was decided on", most=40, hint=REFERENCE_HINT)
    decision_owner = select("Who carries it out", none="Nobody, or the name below")
    decision_owner_name = line("Name of whoever carries it out", hint=IF_NOT_LISTED)
    decision_due_on = day("By when it is carried out")
    follow_up_text = paragraphs("What is to be done", most=MOST)
    follow_up_owner = select("Who does it", none="The name below")
    follow_up_owner_name = line("Name of whoever does it", hint=IF_NOT_LISTED)
    follow_up_due_on = day("By when it is done")
    go_on = SubmitField("Save and go to the next item")
    save_draft = SubmitField("Keep as a draft")

    def offer_choices(
        self, parties: Sequence[tuple[str, str]], recommendations: Sequence[tuple[str, str]]
    ) -> None:
        """Offer members, people and posts, and the recommendations."""
        known = [each for each in parties if not each[0].startswith("member")]
        self.offer_parties("challenge_raised_by", [p for p in parties if p[0][:4] != "post"])
        for name in ("challenge_put_to", "decision_owner", "follow_up_owner"):
            self.offer_parties(name, known)
        offer(self.challenge_recommendation_id, recommendations)

    def began(self, part: str) -> bool:
        """Whether anything was typed in a part."""
        return any(
            any(field.typed.values()) if isinstance(field, DayField) else bool(field.data)
            for field in self
            if field.short_name.startswith(f"{part}_")
        )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        for part, sentence in zip(
            PARTS,
            ("Enter the challenge", "Enter what was decided", "Enter what is to be done"),
            strict=True,
        ):
            text = self[f"{part}_text"]
            if self.began(part) and not text.data:
                text.errors = [*text.errors, sentence]
                good = False
        return good

    def is_open(self, part: str) -> bool:
        """Whether a part has something in it, or something is wrong with it."""
        return self.began(part)

    def challenge(
        self, board_id: uuid.UUID, names: Mapping[str, str], action_id: uuid.UUID | None, **at: Any
    ) -> ChallengeFields:
        """What the deed takes of the challenge; ``at`` is its meeting, item and day."""
        raised = self.party("challenge_raised_by", names)
        asked = self.party("challenge_put_to")
        recommendation = self.challenge_recommendation_id.data
        return ChallengeFields(
            board_id=board_id,
            text=self.challenge_text.data,
            raised_by_id=raised.person_id,
            raised_by_name=None if raised.person_id else raised.name,
            put_to_id=asked.person_id,
            put_to_post_id=asked.post_id,
            recommendation_id=uuid.UUID(recommendation) if recommendation else None,
            action_id=action_id,
            **at,
        )

    def decision(self, item_id: uuid.UUID, action_id: uuid.UUID | None) -> DecisionFields:
        """What the deed takes of the decision."""
        owner = self.party("decision_owner")
        return DecisionFields(
            text=self.decision_text.data,
            item_id=item_id,
            action_id=action_id,
            owner_id=owner.person_id,
            owner_post_id=owner.post_id,
            owner_name=owner.name,
            due_on=self.decision_due_on.data,
        )

    def follow_up(self, item_id: uuid.UUID) -> FollowUpFields:
        """What the deed takes of the follow-up."""
        owner = self.party("follow_up_owner")
        return FollowUpFields(
            text=self.follow_up_text.data,
            item_id=item_id,
            owner_id=owner.person_id,
            owner_post_id=owner.post_id,
            owner_name=owner.name,
            due_on=self.follow_up_due_on.data,
        )

    def typed(self) -> dict[str, str]:
        """What a draft keeps: each field that has something in it, a day by its parts."""
        kept: dict[str, str] = {"minute_mark": self.minute_mark.data or ""}
        for field in self:
            if isinstance(field, DayField):
                kept |= {f"{field.name}-{part}": text for part, text in field.typed.items() if text}
            elif field.short_name == "minute" or field.short_name.startswith(PARTS):
                kept |= {field.short_name: field.data} if field.data else {}
        return kept

    def give_back(self, kept: Mapping[str, str]) -> None:
        """Put what a draft kept into the fields of a page that is not posted."""
        for field in self:
            if isinstance(field, DayField):
                field.typed = {
                    part: kept.get(f"{field.name}-{part}", "") for part in ("day", "month", "year")
                }
            elif field.short_name in kept or field.short_name == "minute":
                field.data = kept.get(field.short_name)


def read_draft(fields: str) -> dict[str, str]:
    """What a draft kept, by the names of the form's fields."""
    return dict(json.loads(fields))


def mark_of_minute(minute: str | None) -> str:
    """What tells one text of the minutes from another."""
    return hashlib.sha256((minute or "").encode()).hexdigest()


def within(part: str, error: RuleError) -> RuleError:
    """A rule's refusal at the field of the part that it is about."""
    return RuleError(error.sentence, field=f"{part}_{error.field}" if error.field else None)
