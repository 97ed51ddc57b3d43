"""One's own account."""

from __future__ import annotations

from tracker.forms.base import PageForm
from tracker.forms.fields import password
from tracker.forms.invitations import NEW_PASSWORD, password_twice


class PasswordForm(PageForm):
    """The present password, and the new one twice."""

    current_password = password("Present password", required="Enter your present password")
    new_password = password("New password", required="Enter a new password", hint=NEW_PASSWORD)
    again = password_twice("The new password again", "Enter the new password again", "new_password")


class SignOutEverywhereForm(PageForm):
    """A button: every browser that is signed in is signed out."""
