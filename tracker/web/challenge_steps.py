"""What comes of a challenge: answers, evidence promised and given, verifying, sending back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.access.policy import can
from tracker.forms.challenges import (
    CHAIR,
    CHALLENGER,
    AnswerForm,
    GiveForm,
    PromiseForm,
    SendBackForm,
    StepForm,
    VerifyForm,
    WithdrawChallengeForm,
)
from tracker.models import Challenge
from tracker.presenters import challenges as presenter
from tracker.queries.challenges import get_challenge, list_steps
from tracker.queries.evidence import list_evidence
from tracker.services import challenge_steps as services
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, today
from tracker.web.guards import allow, requires, writes
from tracker.web.noting import Nameable, action_with
from tracker.web.pages import attempt, done, page

bp = Blueprint(
    "challenge_steps",
    __name__,
    url_prefix="/councils/<string:council>/challenges/<uuid:challenge_id>",
)


@bp.route("/answer", methods=["GET", "POST"])
@requires(P.ANSWER_CHALLENGES)
@writes
def answer(challenge_id: uuid.UUID) -> ResponseReturnValue:
    """Answer a challenge, and promise evidence where there will be some."""
    challenge = _loaded(challenge_id, P.ANSWER_CHALLENGES)
    form = _with_takers(AnswerForm(version=challenge.version, taken_on=today()))
    deed = services.answer_challenge
    return _taken(
        challenge,
        form,
        lambda **how: deed(db(), challenge, form.fields(), promise=form.promise.data, **how),
        "answer",
        "Answer recorded",
    )


@bp.route("/promise", methods=["GET", "POST"])
@requires(P.ANSWER_CHALLENGES)
@writes
def promise(challenge_id: uuid.UUID) -> ResponseReturnValue:
    """Promise evidence by a day, or by another one."""
    challenge = _loaded(challenge_id, P.ANSWER_CHALLENGES)
    form = _with_takers(PromiseForm(version=challenge.version, taken_on=today()))
    deed = services.promise_evidence
    return _taken(
        challenge,
        form,
        lambda **how: deed(db(), challenge, form.fields(), **how),
        "promise",
        "Promise recorded",
    )


@bp.route("/give", methods=["GET", "POST"])
@requires(P.ANSWER_CHALLENGES)
@writes
def give(challenge_id: uuid.UUID) -> ResponseReturnValue:
    """Give evidence that a challenge was met."""
    challenge = _loaded(challenge_id, P.ANSWER_CHALLENGES)
    form = _with_takers(GiveForm(version=challenge.version, taken_on=today()))
    action_id = challenge.action_id
    form.offer_evidence(list_evidence(db(), actor(), action_id) if action_id else ())
    return _taken(
        challenge, form, lambda **how: _give(form, challenge, **how), "give", "Evidence given"
    )


def _give(form: Any, challenge: Challenge, **how: Any) -> None:
    leads_to = {
        "evidence_id": form.chosen_evidence,
        "action_id": action_with(form.action.data, challenge.board_id),
    }
    services.give_evidence(db(), challenge, form.fields(**leads_to), **how)


@bp.route("/verify", methods=["GET", "POST"])
@requires(P.SETTLE_CHALLENGES)
@writes
def verify(challenge_id: uuid.UUID) -> ResponseReturnValue:
    """Say that what was given meets the challenge."""
    return _judged(
        challenge_id, VerifyForm, services.verify_challenge, "verify", "Challenge verified"
    )


@bp.route("/send-back", methods=["GET", "POST"])
@requires(P.SETTLE_CHALLENGES)
@writes
def send_back(challenge_id: uuid.UUID) -> ResponseReturnValue:
    """Say why an answer or evidence is not enough."""
    return _judged(
        challenge_id, SendBackForm, services.send_back_challenge, "send_back", "Challenge sent back"
    )


def _judged(
    challenge_id: uuid.UUID, kind: type[VerifyForm], deed: Any, name: str, said: str
) -> ResponseReturnValue:
    challenge = _loaded(challenge_id, P.SETTLE_CHALLENGES)
    form = kind(version=challenge.version, taken_on=today())
    form.for_themselves()
    form.offer_judges(_judges(challenge))
    return _taken(
        challenge,
        form,
        lambda **how: deed(db(), challenge, form.fields(), as_chair=form.as_chair, **how),
        name,
        said,
    )


def _judges(challenge: Challenge) -> list[tuple[str, str]]:
    """In whose name this person may judge: their own, or as keeper of the board anybody's."""
    own = (CHALLENGER, f"{presenter.raiser(challenge)}, who raised it")
    chair = (CHAIR, "The chair, on their behalf")
    if can(actor(), P.KEEP_BOARDS):
        return [own, chair]
    return [own] if challenge.raised_by_id == actor().person_id else [chair]


@bp.route("/withdraw", methods=["GET", "POST"])
@requires(P.WITHDRAW_CHALLENGES)
@writes
def withdraw(challenge_id: uuid.UUID) -> ResponseReturnValue:
    """Take a challenge back, with a reason."""
    challenge = _loaded(challenge_id, P.WITHDRAW_CHALLENGES)
    form = WithdrawChallengeForm(version=challenge.version)
    deed = services.withdraw_challenge
    return _taken(
        challenge,
        form,
        lambda **how: deed(db(), challenge, words=form.words.data, **how),
        "withdraw",
        "Challenge withdrawn",
    )


def _loaded(challenge_id: uuid.UUID, permission: P) -> Challenge:
    challenge = get_challenge(db(), actor(), challenge_id)
    allow(permission, challenge)
    return challenge


def _with_takers(form: Any) -> Any:
    """Whoever keeps the boards writes down what others said; anybody else speaks for themselves."""
    if can(actor(), P.KEEP_BOARDS):
        form.offer_parties("taken_by", Nameable().known, only="person")
    else:
        form.for_themselves()
    return form


def _taken(
    challenge: Challenge,
    form: StepForm | WithdrawChallengeForm,
    step: Callable[..., Any],
    name: str,
    said: str,
) -> ResponseReturnValue:
    """The page of a step, or the challenge's own once it was taken."""
    trail, challenge_id = presenter.trail(challenge, url_for), challenge.id
    shown = {"text": challenge.text, "state": presenter.state_of(challenge, today())}
    back = trail[-1]["href"]
    if form.validate_on_submit():
        version = form.known_version
        if attempt(form, lambda: step(by=actor(), on=today(), version=version)):
            return done(said, back)
    story = presenter.story(list_steps(db(), actor(), challenge_id), url_for)
    return page(f"challenges/{name}.html", form=form, story=story, back=back, trail=trail, **shown)
