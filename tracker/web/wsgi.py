"""The way in for a production server: ``gunicorn "tracker.web.wsgi:application()"``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tracker import create_app
from tracker.config import read_settings

if TYPE_CHECKING:
    from flask import Flask


def application() -> Flask:
    """The application with its settings from the environment."""
    return create_app(read_settings(os.environ))
