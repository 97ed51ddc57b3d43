"""What can be allowed: one name for each thing that somebody may or may not do."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """A thing that a route or a template asks leave for."""

    VIEW_COUNCIL = "view_council"
    SEE_EMBARGOED = "see_embargoed"
    EXPORT = "export"
    RECORD_INSPECTIONS = "record_inspections"
    RESPOND_TO_RECOMMENDATIONS = "respond_to_recommendations"
    GIVE_VERDICTS = "give_verdicts"
    KEEP_CLOCKS = "keep_clocks"
    EDIT_PLANS = "edit_plans"
    ADOPT_PLANS = "adopt_plans"
    EDIT_ACTIONS = "edit_actions"
    REQUEST_DATE_CHANGES = "request_date_changes"
    WITHDRAW_DATE_CHANGES = "withdraw_date_changes"
    DECIDE_DATE_CHANGES = "decide_date_changes"
    POST_UPDATES = "post_updates"
    CORRECT_UPDATES = "correct_updates"
    ADD_EVIDENCE = "add_evidence"
    CHECK_EVIDENCE = "check_evidence"
    ASSURE_ACTIONS = "assure_actions"
    CLOSE_ACTIONS = "close_actions"
    KEEP_BOARDS = "keep_boards"
    READ_MEETINGS = "read_meetings"
    READ_AGENDA_ITEMS = "read_agenda_items"
    KEEP_INTERVENTIONS = "keep_interventions"
    KEEP_PEOPLE = "keep_people"
    HAND_OVER = "hand_over"
    INVITE_PEOPLE = "invite_people"
    ADMINISTER_COUNCIL = "administer_council"
    MAKE_REPORTS = "make_reports"
    KEEP_OWN_FEED = "keep_own_feed"
    EXPORT_HISTORY = "export_history"
    SEE_REDACTIONS = "see_redactions"
    ASK_REDACTIONS = "ask_redactions"
    DECIDE_REDACTIONS = "decide_redactions"
