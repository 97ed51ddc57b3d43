"""What the frame of every page is given: the council's face, the menu, who is signed in."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request

from tracker.access.permissions import Permission
from tracker.access.policy import can
from tracker.domain.dates import long_date
from tracker.domain.release import VERSION
from tracker.presenters.ratings import rating_key
from tracker.presenters.words import demonstration_words
from tracker.web import current
from tracker.web.addresses import url_for

MENU: tuple[tuple[str, str, Permission], ...] = (
    ("Overview", "councils.show", Permission.VIEW_COUNCIL),
    ("My actions", "my_actions.show", Permission.POST_UPDATES),
    ("Inspections", "inspections.index", Permission.VIEW_COUNCIL),
    ("Reports", "report_drafts.index", Permission.RECORD_INSPECTIONS),
    ("Recommendations", "recommendations.index", Permission.VIEW_COUNCIL),
    ("Plans", "plans.index", Permission.VIEW_COUNCIL),
    ("Boards", "boards.index", Permission.VIEW_COUNCIL),
    ("People", "people.index", Permission.VIEW_COUNCIL),
    ("Administration", "administration.index", Permission.KEEP_PEOPLE),
)
"""The menu of a council's pages: words, endpoint, and who sees it."""

MENU_OF_COUNCILLORS = (("Published", "publications.index", Permission.SEE_PUBLICATIONS),)
"""The menu of those who see what is published, and nothing else; others find it by the plans."""

HOMES = {
    "judgements": "inspections",
    "verdicts": "inspections",
    "comparison": "inspections",
    "clocks": "inspections",
    "feeds": "inspections",
    "kept_reports": "inspections",
    "draft_items": "report_drafts",
    "first_plans": "plans",
    "frameworks": "inspections",
    "actions": "plans",
    "updates": "plans",
    "priorities": "plans",
    "milestones": "plans",
    "ownership": "plans",
    "due_dates": "plans",
    "succession": "plans",
    "bulk_edit": "plans",
    "coverage": "plans",
    "snapshots": "plans",
    "evidence": "plans",
    "evidence_files": "plans",
    "plan_charts": "plans",
    "cabinet": "plans",
    "issued_reports": "plans",
    "word_templates": "plans",
    "publications": "plans",
    "meetings": "boards",
    "challenges": "boards",
    "challenge_steps": "boards",
    "decisions": "boards",
    "follow_ups": "boards",
    "meeting_room": "boards",
    "meeting_steps": "boards",
    "board_members": "boards",
    "standing_items": "boards",
    "forward_themes": "boards",
    "agenda_items": "boards",
    "agenda_papers": "boards",
    "packs": "boards",
    "posts": "people",
    "handover": "people",
    "invitations": "people",
    "bodies": "administration",
    "chains": "administration",
    "redactions": "administration",
    "interventions": "councils",
}
"""The entry of the menu under which the pages of a noun without one of its own stand."""


def _frame() -> dict[str, Any]:
    frame: dict[str, Any] = {"version": VERSION, "help_href": url_for("home.help_page")}
    signed_in = None if g.get("layout_is_bare") else current.signed_in()
    if signed_in is None:
        return {**frame, "sign_in_href": url_for("sign_in.sign_in")}
    frame["person_name"] = signed_in.name
    frame["person_href"] = url_for("accounts.show")
    frame["sign_out_href"] = url_for("sign_in.sign_out")
    if len(signed_in.memberships) > 1:
        frame["switch_council_href"] = url_for("home.councils")
    if "membership" in g:
        frame.update(_council())
    return frame


def _council() -> dict[str, Any]:
    council = current.membership()
    actor = current.actor()
    sees_council = can(actor, Permission.VIEW_COUNCIL)
    blueprint = request.blueprint or ""
    return {
        "council_name": council.name,
        "home_href": url_for(council.home),
        "brand_url": url_for("brand.sheet", colour=council.colour.removeprefix("#")),
        "brand_colour": council.colour,
        "demonstration": demonstration_words(
            council.ons_code, is_demonstration=council.is_demonstration
        ),
        "search_href": url_for("search.results") if sees_council else "",
        "person_name": council.person_name,
        "navigation": [
            {
                "text": words,
                "href": url_for(endpoint),
                "current": endpoint.partition(".")[0] in (blueprint, HOMES.get(blueprint)),
            }
            for words, endpoint, permission in (MENU if sees_council else MENU_OF_COUNCILLORS)
            if can(actor, permission)
        ],
        "data_as_at": long_date(actor.today),
    }


def may(permission: str, subject: Any = None) -> bool:
    """Whether the person of this request may do something, asked by templates of the same map."""
    return can(current.actor(), Permission(permission), subject)


def the_key() -> list[dict[str, Any]]:
    """The key of the council's ratings, for every page that shows one."""
    return rating_key(current.words())


def init_layout(app: Flask) -> None:
    """Give templates the frame, ``may`` and ``the_key``."""
    app.context_processor(_frame)
    app.jinja_env.globals["the_key"] = the_key
    app.jinja_env.globals["may"] = may
