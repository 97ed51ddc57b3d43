"""What a file of the demonstration may hold: the keys of its parts and of each deed."""

from __future__ import annotations

from typing import Final

from tracker.demo.reading import Shape, shape

FILE: Final = shape("the file", "council people timeline", "bodies posts boards")
COUNCIL: Final = shape(
    "council", "slug name short_name colour starts_on", "ons_code service_provider names_from"
)
BODY: Final = shape("a body", "key name kind", "from_on to_on")
POST: Final = shape("a post", "key title", "reports_to seniority")
PERSON: Final = shape("a person", "key name", "organisation email account roles posts from_on")
ROLE: Final = shape("a role", "role from_on", "to_on")
HOLDING: Final = shape("a post held", "post from_on", "to_on interim")
BOARD: Final = shape(
    "a board", "key name kind", "chair chair_note terms from_on quorum meets_every reports_to"
)
OWNER: Final = shape("an owner", "", "post person role")
HOLDER: Final = shape("a giver or receiver", "", "post person")

_ACTION = "key reference title"
_ACTION_MORE = "priority why success_measure start_on due_on due_text owners recommendations"
_INSPECTION_MORE = (
    "theme received_on published_on not_before_on report_url lead_inspector found_good summary "
    "follows"
)
_UPDATE = "done delivery"
_UPDATE_MORE = "key next_steps obstacle delivery_reason recovery impact_rating"

PART: Final = shape("a part", _ACTION, _ACTION_MORE)

_KEYS: Final = {
    "record_inspection": (
        "key framework kind title fieldwork_start_on fieldwork_end_on",
        _INSPECTION_MORE,
    ),
    "set_judgement": ("inspection area grade", "page"),
    "add_recommendation": (
        "key inspection text addressee",
        "reference page paragraph kind urgency area theme bodies",
    ),
    "respond": ("recommendation response", "response_reason"),
    "start_clock": ("inspection rule starts_on", "key label due_on note"),
    "stop_clock": ("clock done_on", ""),
    "start_plan": ("key title", "revision phase purpose board answers"),
    "answer_inspection": ("plan inspection", ""),
    "adopt_plan": ("plan", ""),
    "submit_plan": ("plan", ""),
    "close_plan": ("plan", ""),
    "add_priority": ("key plan letter title", "difference director_post"),
    "add_action": (f"plan {_ACTION}", _ACTION_MORE),
    "link_recommendations": ("action recommendations", ""),
    "add_milestone": ("action title", "key due_on done_on"),
    "reach_milestone": ("milestone done_on", ""),
    "post_update": (f"action {_UPDATE}", _UPDATE_MORE),
    "correct_update": (f"update {_UPDATE}", _UPDATE_MORE),
    "request_date_change": ("key action recovery reason", "to_on due_text"),
    "agree_date_change": ("change", "note meeting decision"),
    "refuse_date_change": ("change note", "meeting"),
    "withdraw_date_change": ("change", "note"),
    "move_due_date": ("action recovery reason", "to_on due_text meeting decision note agreed_by"),
    "add_evidence": ("action title shows", "key place url marking"),
    "check_evidence": ("evidence checked_on", "check_again_on"),
    "assure_action": (
        "action found delivery evidence_rating impact_rating",
        "reason recovery",
    ),
    "close_action": ("action", "decision decided_by meeting"),
    "publish_plan": ("plan as_at readership introduction reviewed_by", "withheld shown"),
    "give_verdict": ("recommendation inspection verdict", "words"),
    "add_meeting": ("board held_on title", "key place note start_time end_time draft"),
    "add_member": ("key board role from_on", "person name organisation email voting to_on"),
    "add_standing_item": ("board title", "kind presenter_post presenter_note duration"),
    "plan_theme": ("board title", "month_on meeting note"),
    "schedule_meetings": (
        "board first_on every_weeks",
        "times until_on title start_time end_time place",
    ),
    "add_agenda_item": (
        "meeting title kind",
        "presenter presenter_post presenter_note duration note readers",
    ),
    "add_paper": ("meeting item title url", ""),
    "write_minute": ("meeting item minute", ""),
    "record_attendance": ("meeting", "present apologies absent"),
    "hold_meeting": ("meeting", ""),
    "agree_minutes": ("meeting", ""),
    "move_meeting": ("meeting held_on", "start_time end_time place"),
    "cancel_meeting": ("meeting", ""),
    "raise_challenge": (
        "key board text",
        "meeting item raised_by member put_to put_to_post action recommendation measure",
    ),
    "answer_challenge": ("challenge words", "promise due_on"),
    "promise_evidence": ("challenge words due_on", ""),
    "give_evidence": ("challenge words", "evidence action"),
    "verify_challenge": ("challenge", "words"),
    "send_back_challenge": ("challenge words", ""),
    "withdraw_challenge": ("challenge words", ""),
    "record_decision": ("key meeting text", "item plan action owner owner_post owner_name due_on"),
    "carry_out_decision": ("decision", "note"),
    "set_follow_up": ("key meeting text", "item owner owner_post owner_name due_on"),
    "close_follow_up": ("follow_up", "not_needed_because"),
    "record_intervention": ("kind title from_on", "key to_on description document_url"),
    "end_intervention": ("intervention to_on", ""),
    "merge_actions": (f"actions {_ACTION}", _ACTION_MORE),
    "split_action": ("action parts", ""),
    "hand_over": ("giver receiver reason", ""),
    "appoint": ("person post from_on", "to_on interim"),
    "end_appointment": ("person post to_on", ""),
    "leave": ("person", ""),
}

DEEDS: Final[dict[str, Shape]] = {
    name: shape(name, f"on deed {required}", f"by reason {optional}")
    for name, (required, optional) in _KEYS.items()
}
"""The keys of each deed of a timeline; ``by`` names the person who does it."""
