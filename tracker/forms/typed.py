"""What is typed or chosen as text, as what it means: whole numbers, days, months, records."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from wtforms.validators import StopValidation

from tracker.domain.dates import MONTHS, parse_uk_date
from tracker.forms.fields import line, paragraphs


def number(label: str, *, most: int, hint: str = "", required: str | None = None) -> Any:
    """A whole number from 1 to ``most``."""
    field = line(label, most=20, hint=hint, required=required)
    checks = [*field.kwargs["validators"], _whole(label, most)]
    # The record has a number, and the field is one of text.
    filters = [lambda value: str(value) if isinstance(value, int) else value]
    field.kwargs.update(validators=checks, filters=filters)
    return field


def _whole(label: str, most: int) -> Callable[[Any, Any], None]:
    def check(_form: Any, field: Any) -> None:
        text = str(field.data or "")
        if not (text.isascii() and text.isdigit() and len(text) <= 9 and 1 <= int(text) <= most):
            raise StopValidation(f"{label} must be a whole number from 1 to {most:,}")

    return check


def number_of(field: Any) -> int | None:
    """The number that was typed, once the form is valid; none for an empty field."""
    return int(field.data) if field.data else None


def chosen_id(field: Any) -> uuid.UUID | None:
    """The record that was chosen from those that were offered, if one was."""
    return uuid.UUID(field.data) if field.data else None


def days(label: str, *, hint: str = "") -> Any:
    """Any number of days, one a line; ``days_of`` reads them."""
    field = paragraphs(label, most=2000, hint=hint)
    field.kwargs["validators"] = [*field.kwargs["validators"], _only_days]
    return field


def _only_days(_form: Any, field: Any) -> None:
    for typed in _lines(field.data):
        if _day(typed) is None:
            raise StopValidation(
                f"“{typed[:60]}” is no day. Write each on a line of its own, such as 25 December "
                "2026"
            )


def days_of(field: Any) -> tuple[date, ...]:
    """The days that were typed, once the form is valid."""
    return tuple(day for typed in _lines(field.data) if (day := _day(typed)) is not None)


def _lines(text: str | None) -> list[str]:
    return [typed.strip() for typed in (text or "").splitlines() if typed.strip()]


def _day(typed: str) -> date | None:
    written = parse_uk_date(typed)
    return None if written.approximate else written.on


def month(label: str, *, hint: str = "") -> Any:
    """A month, such as "October 2026"; ``month_of`` reads it."""
    field = line(label, most=40, hint=hint)
    checks = [*field.kwargs["validators"], _only_a_month]
    field.kwargs.update(validators=checks, filters=[_month_words])
    return field


def _month_words(value: Any) -> Any:
    return f"{MONTHS[value.month - 1]} {value.year}" if isinstance(value, date) else value


def _only_a_month(_form: Any, field: Any) -> None:
    if field.data and month_of(field) is None:
        raise StopValidation("Write the month and the year, such as October 2026")


def month_of(field: Any) -> date | None:
    """The first day of the month that was typed; none where there is none."""
    found = parse_uk_date(field.data).on if field.data else None
    return found.replace(day=1) if found else None
