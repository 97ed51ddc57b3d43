"""Every blueprint of the site, in the order of the menu."""

from __future__ import annotations

from flask import Flask

from tracker.web import (
    actions,
    boards,
    brand,
    councils,
    home,
    inspections,
    my_actions,
    plans,
    sign_in,
    updates,
)

ROOMS = (
    home,
    brand,
    sign_in,
    councils,
    my_actions,
    inspections,
    plans,
    actions,
    updates,
    boards,
)


def init_pages(app: Flask) -> None:
    """Register the blueprints."""
    for room in ROOMS:
        app.register_blueprint(room.bp)
