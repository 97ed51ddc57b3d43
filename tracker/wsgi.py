"""The way in for a production server: ``gunicorn "tracker.wsgi:application()"``.

Beside the rooms and not in ``web``, so that nothing heavy is loaded before ``_started`` says how.
"""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

from tracker import create_app
from tracker.config import WrongSetting, read_settings

if TYPE_CHECKING:
    from flask import Flask

    from tracker.config import Settings


def application() -> Flask:
    """The application with its settings from the environment.

    Raises:
        WrongSetting: a setting is wrong, or asks for demonstration mode: a production server may
            listen to the whole network.
    """
    settings = read_settings(os.environ)
    if settings.demonstration:
        raise WrongSetting("TRACKER_DEMONSTRATION", "only `tracker serve --demo` demonstrates")
    return _started(settings)


def _started(settings: Settings) -> Flask:
    # Nearly all that is loaded now stays to the end. Looking through it for what is no longer used
    # would be a sixth of the start, and a pause of every request that it happens to fall upon.
    gc.disable()
    try:
        return create_app(settings)
    finally:
        gc.freeze()
        gc.enable()
