"""What a council calls its ratings: the key, and naming the ratings of one scale."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.ratings import words_of
from tracker.domain.vocabulary import RatingScale
from tracker.forms.ratings import ratings_form, values_of
from tracker.presenters.ratings import SCALE_WORDS
from tracker.queries.councils import get_council
from tracker.queries.errors import NotFound
from tracker.services.ratings import name_ratings
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import attempt, done, page

bp = Blueprint("ratings", __name__, url_prefix="/councils/<string:council>/ratings")


@bp.get("")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """The council's key: every rating with its meaning."""
    edits = {SCALE_WORDS[scale]: url_for(".name", scale=scale.value) for scale in RatingScale}
    return page("ratings/index.html", edits=edits)


@bp.route("/<string:scale>", methods=["GET", "POST"])
@requires(P.ADMINISTER_COUNCIL)
@writes
def name(scale: str) -> ResponseReturnValue:
    """Name the ratings of one scale."""
    asked = _scale(scale)
    found = get_council(db(), actor())
    allow(P.ADMINISTER_COUNCIL, found)
    standing = words_of(found.rating_words).scales[asked]
    form = ratings_form(asked)(version=found.version, **values_of(standing))
    if form.validate_on_submit() and attempt(
        form,
        lambda: name_ratings(
            db(),
            found,
            asked,
            form.chosen(),
            by=actor(),
            on=today(),
            version=form.known_version,
        ),
    ):
        return done("Ratings named", url_for(".index"))
    return page("ratings/name.html", form=form, title=SCALE_WORDS[asked])


def _scale(slug: str) -> RatingScale:
    try:
        return RatingScale(slug)
    except ValueError:
        raise NotFound("No such scale") from None
