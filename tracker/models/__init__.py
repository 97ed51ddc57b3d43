"""The nouns: tables, named constraints, relationships, and the append-only history.

No queries and no web addresses live here. Importing this package registers every table.
"""

from tracker.models.action import (
    Action,
    ActionRecommendation,
    Milestone,
    Ownership,
    Succession,
)
from tracker.models.assurance import Assurance, Closure
from tracker.models.base import Base, CouncilRecord, Recorded
from tracker.models.board import Board, Intervention, Meeting
from tracker.models.council import BankHoliday, Body, Council
from tracker.models.date_change import DateChange
from tracker.models.evidence import Evidence, EvidenceFile
from tracker.models.history import ChainHead, History
from tracker.models.inspection import Clock, Inspection, Judgement
from tracker.models.operations import OutboxMail, SearchEntry
from tracker.models.people import (
    Account,
    CalendarFeed,
    Invitation,
    Person,
    Post,
    PostHolding,
    RoleGrant,
    SignIn,
)
from tracker.models.plan import Plan, PlanInspection, Priority
from tracker.models.publication import Publication
from tracker.models.recommendation import Recommendation, RecommendationBody, Verdict
from tracker.models.redaction import RedactedRow, Redaction
from tracker.models.report import DraftOfReport, Report
from tracker.models.update import Update
from tracker.models.update_draft import UpdateDraft

__all__ = [
    "Account",
    "Action",
    "ActionRecommendation",
    "Assurance",
    "BankHoliday",
    "Base",
    "Board",
    "Body",
    "CalendarFeed",
    "ChainHead",
    "Clock",
    "Closure",
    "Council",
    "CouncilRecord",
    "DateChange",
    "DraftOfReport",
    "Evidence",
    "EvidenceFile",
    "History",
    "Inspection",
    "Intervention",
    "Invitation",
    "Judgement",
    "Meeting",
    "Milestone",
    "OutboxMail",
    "Ownership",
    "Person",
    "Plan",
    "PlanInspection",
    "Post",
    "PostHolding",
    "Priority",
    "Publication",
    "Recommendation",
    "RecommendationBody",
    "Recorded",
    "RedactedRow",
    "Redaction",
    "Report",
    "RoleGrant",
    "SearchEntry",
    "SignIn",
    "Succession",
    "Update",
    "UpdateDraft",
    "Verdict",
]
