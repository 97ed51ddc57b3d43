"""The way in for a production server: ``gunicorn "tracker.web.wsgi:application()"``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tracker import create_app
from tracker.config import WrongSetting, read_settings

if TYPE_CHECKING:
    from flask import Flask


def application() -> Flask:
    """The application with its settings from the environment.

    Raises:
        WrongSetting: a setting is wrong, or asks for demonstration mode: a production server may
            listen to the whole network.
    """
    settings = read_settings(os.environ)
    if settings.demonstration:
        raise WrongSetting("TRACKER_DEMONSTRATION", "only `tracker serve --demo` demonstrates")
    return create_app(settings)
