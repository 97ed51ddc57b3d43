"""Items of agendas, their minutes and papers, standing items, and the forward plan."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from tracker.domain.board_vocabulary import AgendaKind
from tracker.forms.base import PageForm
from tracker.forms.evidence import FILE_HINT, FileForm
from tracker.forms.fields import hidden, line, offer, paragraphs, select, tick, ticks, upload
from tracker.forms.typed import chosen_id, month, month_of, number, number_of
from tracker.intake.evidence_files import ENDS
from tracker.models import AgendaItem, Post
from tracker.presenters.due_dates import meeting_choices
from tracker.presenters.words import choices
from tracker.services.agenda_items import MOST_MINUTES, AgendaItemFields
from tracker.services.agenda_papers import PaperFields
from tracker.services.forward_themes import ThemeFields
from tracker.services.minutes import CorrectionFields, MinuteFields
from tracker.services.standing_items import StandingItemFields


def _posts(form: Any, posts: Iterable[Any], kept: Post | None) -> None:
    offered = {str(row.id): row.title for row in posts}
    if kept is not None:
        offered.setdefault(str(kept.id), kept.title)
    offer(form.presenter_post_id, list(offered.items()))


class StandingItemForm(PageForm):
    """What the new meetings of a board begin with."""

    version = hidden()
    title = line("Item", required="Enter the item", most=300)
    kind = select("Kind", choices(AgendaKind), required="Select the kind of item")
    presenter_post_id = select("Presented by", none="No post")
    presenter_note = line("Or whoever else presents it")
    duration = number("Minutes for it", most=MOST_MINUTES)

    def offer_posts(self, posts: Iterable[Any], kept: Post | None = None) -> None:
        """Offer the posts (id, title); ``kept`` stays a choice though it was closed."""
        _posts(self, posts, kept)

    def fields(self) -> StandingItemFields:
        """What the deed takes."""
        return StandingItemFields(
            title=self.title.data,
            kind=AgendaKind(self.kind.data),
            presenter_post_id=chosen_id(self.presenter_post_id),
            presenter_note=self.presenter_note.data,
            duration=number_of(self.duration),
        )


class AgendaItemForm(PageForm):
    """An item of one meeting's agenda, and who may see it."""

    version = hidden()
    title = line("Item", required="Enter the item", most=300)
    kind = select("Kind", choices(AgendaKind), required="Select the kind of item")
    presenter_id = select("Presented by a person", none="No person")
    presenter_post_id = select("Or by a post", none="No post")
    presenter_note = line("Or by whoever else")
    duration = number("Minutes for it", most=MOST_MINUTES)
    note = paragraphs("What it is about")
    is_restricted = tick(
        "Restricted", hint="Only the members ticked below, and those who keep the boards, see it"
    )
    reader_ids = ticks("Members who may see it", hint="Only where the item is restricted")

    def offer_presenters(
        self, people: Iterable[Any], posts: Iterable[Any], item: AgendaItem | None = None
    ) -> None:
        """Offer the people (id, name) and the posts (id, title), with those of ``item``."""
        offered = {str(row.id): row.name for row in people}
        if item is not None and item.presenter is not None:
            offered.setdefault(str(item.presenter.id), item.presenter.name)
        offer(self.presenter_id, list(offered.items()))
        _posts(self, posts, item.presenter_post if item is not None else None)

    def offer_readers(self, members: Iterable[tuple[str, str]], item: AgendaItem | None) -> None:
        """Offer the members (id, words); those who may see ``item`` are ticked already."""
        offer(self.reader_ids, list(members))
        if item is not None and not self.is_submitted():
            readers = [r.member_id for r in item.readers if r.removed_on is None]
            self.reader_ids.data = [str(reader) for reader in readers]

    def fields(self) -> AgendaItemFields:
        """What the deed takes."""
        return AgendaItemFields(
            title=self.title.data,
            kind=AgendaKind(self.kind.data),
            presenter_id=chosen_id(self.presenter_id),
            presenter_post_id=chosen_id(self.presenter_post_id),
            presenter_note=self.presenter_note.data,
            duration=number_of(self.duration),
            note=self.note.data,
            is_restricted=self.is_restricted.data,
            reader_ids=tuple(uuid.UUID(value) for value in self.reader_ids.data or ()),
        )


class MinuteForm(PageForm):
    """What the minutes say of an item."""

    version = hidden()
    minute = paragraphs("What the minutes say", hint="What was said and what came of it")

    def fields(self) -> MinuteFields:
        """What the deed takes."""
        return MinuteFields(minute=self.minute.data)


class CorrectionForm(PageForm):
    """Correcting agreed minutes."""

    version = hidden()
    minute = paragraphs("What the minutes should say", required="Enter what the minutes should say")
    reason = paragraphs(
        "Why are they corrected?",
        required="Enter why the minutes are corrected",
        most=2000,
        hint="This stays beside the minutes, with your name, the day and what they said before",
    )

    def fields(self) -> CorrectionFields:
        """What the deed takes."""
        return CorrectionFields(minute=self.minute.data, reason=self.reason.data)


class PaperForm(FileForm):
    """A paper to an item: the address of a web page, or a file."""

    title = line("Title", required="Enter a title", most=300)
    url = line("Address of a web page", most=2000, kind="url")
    file = upload("Or choose a file", accept=",".join(ENDS), hint=FILE_HINT)

    def fields(self) -> PaperFields:
        """What the deed takes, beside the file."""
        return PaperFields(title=self.title.data, url=self.url.data)


class ThemeForm(PageForm):
    """What a board plans to look at, and when."""

    version = hidden()
    title = line("Theme", required="Enter the theme", most=300)
    month_on = month("Month", hint="Such as October 2026: it goes to the board’s first meeting")
    meeting_id = select("Or a meeting", none="No meeting")
    note = paragraphs("What it is about", hint="Goes to the agenda with the theme")

    def offer_meetings(self, rows: Iterable[Any]) -> None:
        """Offer the meetings to come (id, held_on, title, board)."""
        offer(self.meeting_id, meeting_choices(rows))

    def fields(self) -> ThemeFields:
        """What the deed takes."""
        return ThemeFields(
            title=self.title.data,
            month_on=month_of(self.month_on),
            meeting_id=chosen_id(self.meeting_id),
            note=self.note.data,
        )
