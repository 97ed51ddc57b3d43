"""The deed of a timeline that publishes a plan: three deeds of two people, on one day."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import Final

from tracker.access.actor import Actor
from tracker.demo.reading import Entry
from tracker.demo.stage import Stage, fields_of
from tracker.domain.published_plan import Choices, to_text
from tracker.models import Action, Person, Plan, Publication, Update
from tracker.queries.published_plans import draft_of
from tracker.services import publications


def _publish_plan(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    plan = stage.find(Plan, "plan", entry, "plan")
    given = fields_of(publications.PublicationFields, entry)
    publication = publications.prepare_publication(stage.session, plan, given, by=by, on=on)
    _review(stage, entry, publication, by, on)
    later = replace(by, at=stage.at(on))
    publications.publish_plan(stage.session, publication, by=later, on=on)


def _review(stage: Stage, entry: Entry, publication: Publication, by: Actor, on: date) -> None:
    person = stage.find(Person, "person", entry, "reviewed_by")
    reviewer = replace(by, at=stage.at(on), person_id=person.id, name=person.name)
    choices = Choices(
        frozenset(
            stage.find(Action, "action", entry, "withheld", name).id
            for name in entry.texts("withheld")
        ),
        frozenset(
            stage.find(Update, "update", entry, "shown", name).id for name in entry.texts("shown")
        ),
    )
    publications.choose_shown(stage.session, publication, choices, by=reviewer, on=on)
    snapshot, published = draft_of(stage.session, reviewer, publication)
    content = to_text(published).encode()
    sha256 = hashlib.sha256(content).hexdigest()
    kept = publications.KeptText(
        # Known by what is in it, so that loading the demonstration again leaves no second file.
        storage_key=stage.files.put(content, key=f"demonstration/{sha256}"),
        sha256=sha256,
        seq=snapshot.seq,
        title=snapshot.plan.title,
    )
    later = replace(reviewer, at=stage.at(on))
    publications.review_publication(stage.session, publication, kept, by=later, on=on)


VERBS: Final = {"publish_plan": _publish_plan}
