"""Signing in."""

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
