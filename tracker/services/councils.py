"""Councils, the bodies that answer beside them, and newly proclaimed bank holidays."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.colours import WHITE, contrast
from tracker.domain.errors import RuleError
from tracker.domain.slips import FREEZE_DAYS, MOST_FREEZE_DAYS
from tracker.domain.vocabulary import BodyKind, Seniority
from tracker.models import BankHoliday, Body, Council
from tracker.models.history import INSTALLATION_CHAIN
from tracker.services.deeds import deed
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    checked_date,
    checked_line,
    one_at_a_time,
    require_order,
    require_standing,
    require_unused,
)

LEAST_CONTRAST = 4.5
"""Contrast of text with its background (WCAG 2.2, success criterion 1.4.3, level AA)."""


@dataclass(frozen=True, kw_only=True)
class CouncilFields:
    """A council's names and face, and how it works.

    ``slug`` is its part of every address of its pages. ``freeze_days`` are the working days, 0 to
    20, for which due dates are locked before a board meets. ``names_from`` is the lowest
    seniority of a post whose holder is named where a plan is published.
    """

    slug: str
    name: str
    short_name: str
    ons_code: str | None = None
    colour: str = "#1d4f76"
    service_provider: str | None = None
    freeze_days: int | None = FREEZE_DAYS
    names_from: Seniority | None = None


@dataclass(frozen=True, kw_only=True)
class BodyFields:
    """An organisation that can be responsible, and from when to when it was there."""

    name: str
    kind: BodyKind
    from_on: date | None = None
    to_on: date | None = None


@deed
def create_council(
    session: Session,
    fields: CouncilFields,
    *,
    by: Actor,
    on: date,
    is_demonstration: bool = False,
    reason: str | None = None,
) -> Council:
    """Give a council its place; whether it is a demonstration never changes."""
    values = _council_values(session, fields)
    council = Council(**values, is_demonstration=is_demonstration)
    session.add(council)
    return council


@deed
def amend_council(
    session: Session,
    council: Council,
    fields: CouncilFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change a council's names and face."""
    require_standing(council, by=by, version=version)
    amend_record(council, _council_values(session, fields, besides=council))


@deed
def add_body(
    session: Session, fields: BodyFields, *, by: Actor, on: date, reason: str | None = None
) -> Body:
    """Add an organisation that can be responsible for recommendations."""
    return add_record(session, Body, by=by, **_body_values(session, fields, by=by))


@deed
def amend_body(
    session: Session,
    body: Body,
    fields: BodyFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change what is said of an organisation."""
    require_standing(body, by=by, version=version)
    amend_record(body, _body_values(session, fields, by=by, besides=body))


@deed
def proclaim_bank_holiday(
    session: Session, day: date, name: str, *, by: Actor, on: date, reason: str | None = None
) -> BankHoliday:
    """Add a bank holiday in England that was proclaimed after the tracker's release."""
    checked_date("day", day)
    line = checked_line("name", name, 200)
    if line is None:
        raise RuleError("Enter the name of the bank holiday", field="name")
    one_at_a_time(session, INSTALLATION_CHAIN)
    if session.scalars(select(BankHoliday.id).where(BankHoliday.day == day)).first() is not None:
        raise RuleError("This bank holiday is already known", field="day")
    holiday = BankHoliday(day=day, name=line)
    session.add(holiday)
    return holiday


def _council_values(
    session: Session, fields: CouncilFields, *, besides: Council | None = None
) -> dict[str, Any]:
    # Nought is a choice here, where other numbers begin with one.
    values = checked(replace(fields, freeze_days=None), Council)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", values["slug"]):
        raise RuleError(
            "The slug must be small letters and digits, joined by hyphens", field="slug"
        )
    if values["ons_code"] and not re.fullmatch(r"E[0-9]{8}", values["ons_code"]):
        raise RuleError("The ONS code must be E and eight digits", field="ons_code")
    values["freeze_days"] = _freeze(fields.freeze_days)
    values["colour"] = _readable_colour(values["colour"] or CouncilFields.colour)
    one_at_a_time(session, INSTALLATION_CHAIN)
    query = select(Council.id).where(Council.slug == values["slug"])
    if besides is not None:
        query = query.where(Council.id != besides.id)
    if session.scalars(query).first() is not None:
        raise RuleError("Another council has this slug", field="slug")
    return values


def _freeze(days: int | None) -> int:
    if days is None or not 0 <= days <= MOST_FREEZE_DAYS:
        raise RuleError(
            f"The number of working days must be a whole number from 0 to {MOST_FREEZE_DAYS}",
            field="freeze_days",
        )
    return days


def _readable_colour(colour: str) -> str:
    """A colour on which the council's name, in white, can be read."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise RuleError("The colour must be a hash and six digits, as in #1d4f76", field="colour")
    if contrast(colour, WHITE) < LEAST_CONTRAST:
        raise RuleError(
            "Choose a darker colour: white text cannot be read on this one", field="colour"
        )
    return colour.lower()


def _body_values(
    session: Session, fields: BodyFields, *, by: Actor, besides: Body | None = None
) -> dict[str, Any]:
    values = checked(fields, Body)
    require_order(values, "from_on", "to_on")
    require_unused(
        session,
        Body.name,
        values["name"],
        "There is already a body with this name",
        by=by,
        besides=besides,
    )
    return values
