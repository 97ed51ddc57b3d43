"""The deeds of a timeline that make plans, actions and updates."""

from __future__ import annotations

from datetime import date
from typing import Final

from tracker.access.actor import Actor
from tracker.demo.reading import Entry
from tracker.demo.shapes import OWNER, PART
from tracker.demo.stage import Stage, fields_of
from tracker.domain.vocabulary import OwnershipRole
from tracker.models import (
    Action,
    Board,
    Evidence,
    Inspection,
    Milestone,
    Person,
    Plan,
    Post,
    Priority,
    Recommendation,
    Update,
)
from tracker.services import (
    actions,
    evidence,
    milestones,
    ownership,
    plans,
    priorities,
    succession,
    updates,
)

_LISTS: Final = ("ownerships", "answers", "milestones")


def _start_plan(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    board_id = stage.find_id(Board, "board", entry, "board")
    given = fields_of(plans.PlanFields, entry, board_id=board_id)
    plan = plans.start_plan(stage.session, given, by=by, on=on)
    stage.keep("plan", entry, plan)
    for name in entry.texts("answers"):
        inspection = stage.find(Inspection, "inspection", entry, "answers", name)
        plans.answer_inspection(stage.session, plan, inspection.id, by=by, on=on)


def _answer_inspection(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    inspection = stage.find(Inspection, "inspection", entry, "inspection")
    plan = _plan(stage, entry)
    plans.answer_inspection(
        stage.session, plan, inspection.id, by=by, on=on, reason=entry.find_text("reason")
    )


def _adopt_plan(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    plan = _plan(stage, entry)
    plans.adopt_plan(stage.session, plan, by=by, on=on, reason=entry.find_text("reason"))


def _submit_plan(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    plan = _plan(stage, entry)
    plans.submit_plan(stage.session, plan, by=by, on=on, reason=entry.find_text("reason"))


def _close_plan(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    plan = _plan(stage, entry)
    plans.close_plan(stage.session, plan, by=by, on=on, reason=entry.find_text("reason"))


def _add_priority(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    post_id = stage.find_id(Post, "post", entry, "director_post")
    given = fields_of(priorities.PriorityFields, entry, director_post_id=post_id)
    priority = priorities.add_priority(stage.session, _plan(stage, entry), given, by=by, on=on)
    stage.keep("priority", entry, priority)


def _add_action(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    plan = _plan(stage, entry)
    action = actions.add_action(stage.session, plan, _wanted(stage, entry), by=by, on=on)
    stage.keep("action", entry, action)
    _dress(stage, entry, action, by, on)


def _merge_actions(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    merged = [_whole(stage, entry, "actions", name) for name in entry.texts("actions")]
    successor = succession.merge_actions(
        stage.session,
        merged,
        _wanted(stage, entry),
        by=by,
        on=on,
        reason=entry.find_text("reason"),
    )
    stage.keep("action", entry, successor)
    _dress(stage, entry, successor, by, on)


def _split_action(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    parts = entry.entries("parts", PART)
    made = succession.split_action(
        stage.session,
        _whole(stage, entry, "action", entry.text("action")),
        [_wanted(stage, part) for part in parts],
        by=by,
        on=on,
        reason=entry.find_text("reason"),
    )
    for part, action in zip(parts, made, strict=True):
        stage.keep("action", part, action)
        _dress(stage, part, action, by, on)


def _wanted(stage: Stage, entry: Entry) -> actions.ActionFields:
    priority_id = stage.find_id(Priority, "priority", entry, "priority")
    return fields_of(actions.ActionFields, entry, priority_id=priority_id)


def _whole(stage: Stage, entry: Entry, key: str, name: str) -> Action:
    """An action with its lists as they stand now: earlier deeds may have changed them."""
    action = stage.find(Action, "action", entry, key, name)
    stage.session.refresh(action, _LISTS)
    return action


def _dress(stage: Stage, entry: Entry, action: Action, by: Actor, on: date) -> None:
    """Give an action the owners and recommendations that the file names for it, if any."""
    owners = [_owner(stage, owner) for owner in entry.entries("owners", OWNER)]
    if owners:
        ownership.set_owners(stage.session, action, owners, by=by, on=on)
    if "recommendations" in entry:
        _link(stage, entry, action, by, on)


def _link_recommendations(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    _link(stage, entry, _whole(stage, entry, "action", entry.text("action")), by, on)


def _link(stage: Stage, entry: Entry, action: Action, by: Actor, on: date) -> None:
    found = [
        stage.find(Recommendation, "recommendation", entry, "recommendations", name)
        for name in entry.texts("recommendations")
    ]
    ids = [recommendation.id for recommendation in found]
    actions.link_recommendations(
        stage.session, action, ids, by=by, on=on, reason=entry.find_text("reason")
    )


def _owner(stage: Stage, entry: Entry) -> ownership.OwnerFields:
    return ownership.OwnerFields(
        post_id=stage.find_id(Post, "post", entry, "post"),
        person_id=stage.find_id(Person, "person", entry, "person"),
        role=entry.choice("role", OwnershipRole) if "role" in entry else OwnershipRole.OWNER,
    )


def _add_milestone(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    given = fields_of(milestones.MilestoneFields, entry)
    action = _action(stage, entry)
    milestone = milestones.add_milestone(stage.session, action, given, by=by, on=on)
    if "key" in entry:
        stage.keep("milestone", entry, milestone)


def _reach_milestone(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    milestone = stage.find(Milestone, "milestone", entry, "milestone")
    given = milestones.MilestoneFields(
        title=milestone.title, due_on=milestone.due_on, done_on=entry.day("done_on")
    )
    milestones.amend_milestone(stage.session, milestone, given, by=by, on=on)


def _post_update(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    given = fields_of(updates.UpdateFields, entry)
    update = updates.post_update(stage.session, _action(stage, entry), given, by=by, on=on)
    if "key" in entry:
        stage.keep("update", entry, update)


def _correct_update(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    wrong = stage.find(Update, "update", entry, "update")
    given = fields_of(updates.UpdateFields, entry)
    update = updates.correct_update(
        stage.session, wrong, given, by=by, on=on, reason=entry.find_text("reason")
    )
    if "key" in entry:
        stage.keep("update", entry, update)


def _add_evidence(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    given = fields_of(evidence.EvidenceFields, entry)
    made = evidence.add_evidence(stage.session, _action(stage, entry), given, by=by, on=on)
    if "key" in entry:
        stage.keep("evidence", entry, made)


def _check_evidence(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    made = stage.find(Evidence, "evidence", entry, "evidence")
    stage.session.refresh(made.action, ["ownerships"])
    given = fields_of(evidence.CheckFields, entry)
    evidence.check_evidence(stage.session, made, given, by=by, on=on)


def _plan(stage: Stage, entry: Entry) -> Plan:
    return stage.find(Plan, "plan", entry, "plan")


def _action(stage: Stage, entry: Entry) -> Action:
    return stage.find(Action, "action", entry, "action")


VERBS: Final = {
    "start_plan": _start_plan,
    "answer_inspection": _answer_inspection,
    "adopt_plan": _adopt_plan,
    "submit_plan": _submit_plan,
    "close_plan": _close_plan,
    "add_priority": _add_priority,
    "add_action": _add_action,
    "merge_actions": _merge_actions,
    "split_action": _split_action,
    "link_recommendations": _link_recommendations,
    "add_milestone": _add_milestone,
    "reach_milestone": _reach_milestone,
    "post_update": _post_update,
    "correct_update": _correct_update,
    "add_evidence": _add_evidence,
    "check_evidence": _check_evidence,
}
