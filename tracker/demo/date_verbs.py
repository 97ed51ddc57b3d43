"""The deeds of a timeline that change due dates: each takes two people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from tracker.access.actor import Actor
from tracker.demo.reading import Entry
from tracker.demo.stage import Stage
from tracker.models import Action, DateChange, Decision, Meeting
from tracker.services import due_dates


def _request_date_change(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    stage.keep("date change", entry, _request(stage, entry, by, on))


def _request(stage: Stage, entry: Entry, by: Actor, on: date) -> DateChange:
    fields = due_dates.DateChangeFields(
        to_on=entry.find_day("to_on"),
        to_text=entry.find_text("due_text"),
        reason=entry.text("reason"),
        recovery=entry.text("recovery"),
    )
    action = stage.find(Action, "action", entry, "action")
    return due_dates.request_date_change(stage.session, action, fields, by=by, on=on)


def _agree_date_change(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    change = stage.find(DateChange, "date change", entry, "change")
    _agree(stage, entry, change, by, on)


def _agree(stage: Stage, entry: Entry, change: DateChange, by: Actor, on: date) -> None:
    due_dates.agree_date_change(
        stage.session,
        change,
        by=by,
        on=on,
        note=entry.find_text("note"),
        meeting_id=stage.find_id(Meeting, "meeting", entry, "meeting"),
        decision_id=stage.find_id(Decision, "decision", entry, "decision"),
    )


def _refuse_date_change(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    due_dates.refuse_date_change(
        stage.session,
        stage.find(DateChange, "date change", entry, "change"),
        note=entry.text("note"),
        by=by,
        on=on,
        meeting_id=stage.find_id(Meeting, "meeting", entry, "meeting"),
    )


def _withdraw_date_change(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    change = stage.find(DateChange, "date change", entry, "change")
    note = entry.find_text("note")
    due_dates.withdraw_date_change(stage.session, change, by=by, on=on, note=note)


def _move_due_date(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    """One line for both deeds, where a date was asked for and agreed on one day."""
    change = _request(stage, entry, by, on)
    decider = stage.decider(entry, by)
    later = replace(by, at=stage.at(on), person_id=decider.id, name=decider.name)
    _agree(stage, entry, change, later, on)


VERBS: Final = {
    "request_date_change": _request_date_change,
    "agree_date_change": _agree_date_change,
    "refuse_date_change": _refuse_date_change,
    "withdraw_date_change": _withdraw_date_change,
    "move_due_date": _move_due_date,
}
