"""Every blueprint of the site, in the order of the menu."""

from __future__ import annotations

from flask import Flask

from tracker.web import (
    accounts,
    actions,
    administration,
    boards,
    bodies,
    brand,
    clocks,
    comparison,
    councils,
    coverage,
    due_dates,
    feeds,
    frameworks,
    handover,
    home,
    inspections,
    interventions,
    invitations,
    judgements,
    meetings,
    milestones,
    my_actions,
    ownership,
    people,
    plans,
    posts,
    priorities,
    recommendations,
    reports,
    search,
    sign_in,
    succession,
    updates,
    verdicts,
)

ROOMS = (
    home,
    brand,
    sign_in,
    councils,
    my_actions,
    inspections,
    judgements,
    recommendations,
    verdicts,
    comparison,
    clocks,
    feeds,
    frameworks,
    plans,
    priorities,
    coverage,
    actions,
    ownership,
    due_dates,
    milestones,
    succession,
    updates,
    reports,
    boards,
    meetings,
    interventions,
    people,
    search,
    posts,
    handover,
    invitations,
    bodies,
    administration,
    accounts,
)


def init_pages(app: Flask) -> None:
    """Register the blueprints."""
    for room in ROOMS:
        app.register_blueprint(room.bp)
