"""Inviting somebody, and accepting an invitation."""

from __future__ import annotations

from typing import Any

from wtforms.validators import EqualTo

from tracker.forms.base import PageForm
from tracker.forms.fields import line, password
from tracker.services.passwords import LEAST_PASSWORD

NEW_PASSWORD = f"At least {LEAST_PASSWORD} characters. Three random words make a good one"


def password_twice(label: str, required: str, same_as: str) -> Any:
    """A password typed a second time, so that a slip is found before it locks somebody out."""
    field = password(label, required=required)
    field.kwargs["validators"].append(EqualTo(same_as, "Both passwords must be the same"))
    return field


class InviteForm(PageForm):
    """The address to which an invitation goes, and with which the person will sign in."""

    email = line(
        "Email address",
        required="Enter an email address",
        most=254,
        kind="email",
        hint="The person signs in with this address",
    )


class FirstPasswordForm(PageForm):
    """The first password of somebody who was invited."""

    password = password("Password", required="Enter a password", hint=NEW_PASSWORD)
    again = password_twice("The same password again", "Enter the password again", "password")


class JoinForm(PageForm):
    """The present password of somebody who has an account already."""

    password = password("Your password", required="Enter your password")


class WithdrawForm(PageForm):
    """A button: the invitation of the address works no longer."""
