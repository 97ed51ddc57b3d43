"""Signing in, and accepting an invitation."""

from __future__ import annotations

from tracker.forms.base import PageForm
from tracker.forms.fields import hidden, line
from tracker.forms.fields import password as password_field


class SignInForm(PageForm):
    """Email address and password; ``next`` is where to go afterwards."""

    email = line("Email address", required="Enter your email address", most=254, kind="email")
    password = password_field("Password", required="Enter your password")
    next = hidden()


class TryForm(PageForm):
    """A button of demonstration mode."""

    person_id = hidden()


class InvitationForm(PageForm):
    """The first password of somebody who was invited."""

    password = password_field(
        "Password", required="Enter a password", hint="At least 12 characters; three words are good"
    )
    again = password_field("The same password again", required="Enter the password again")


class JoinForm(PageForm):
    """The present password of somebody who has an account already."""

    password = password_field("Your password", required="Enter your password")
