"""The deeds of a timeline that assure actions and close them."""

from __future__ import annotations

from datetime import date
from typing import Final

from tracker.access.actor import Actor
from tracker.access.predicates import ActionInLine
from tracker.demo.reading import Entry
from tracker.demo.stage import Stage, fields_of
from tracker.models import Action, Meeting, Person
from tracker.queries.assurances import get_action_in_line
from tracker.services.assurances import AssuranceFields, assure_action
from tracker.services.closing import ClosureFields, close_action


def _in_line(stage: Stage, entry: Entry, by: Actor) -> ActionInLine:
    action = stage.find(Action, "action", entry, "action")
    stage.session.expire(action, ["ownerships", "answers"])
    return get_action_in_line(stage.session, by, action.id)


def _assure_action(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    given = fields_of(AssuranceFields, entry)
    assure_action(stage.session, _in_line(stage, entry, by), given, by=by, on=on)


def _close_action(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    given = ClosureFields(
        decision=entry.find_text("decision"),
        decided_by_id=stage.find_id(Person, "person", entry, "decided_by"),
        meeting_id=stage.find_id(Meeting, "meeting", entry, "meeting"),
    )
    close_action(stage.session, _in_line(stage, entry, by).action, given, by=by, on=on)


VERBS: Final = {"assure_action": _assure_action, "close_action": _close_action}
