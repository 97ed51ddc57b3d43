"""Every blueprint of the site, in the order of the menu."""

from __future__ import annotations

from flask import Flask

from tracker.web import (
    brand,
    home,
    sign_in,
)


def init_pages(app: Flask) -> None:
    """Register the blueprints."""
    for room in (home, brand, sign_in):
        app.register_blueprint(room.bp)
