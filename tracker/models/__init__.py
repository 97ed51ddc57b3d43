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
from tracker.models.agenda import (
    AgendaItem,
    AgendaPaper,
    AgendaReader,
    ForwardTheme,
    MinuteCorrection,
    StandingItem,
)
from tracker.models.assurance import Assurance, Closure
from tracker.models.attendance import Attendance
from tracker.models.base import Base, CouncilRecord, Recorded
from tracker.models.board import Board, BoardMember, Intervention, Meeting
from tracker.models.cabinet import (
    CabinetDraft,
    IssuedFile,
    IssuedReport,
    PaperJob,
    WordTemplate,
)
from tracker.models.challenge import Challenge, ChallengeStep
from tracker.models.council import BankHoliday, Body, Council
from tracker.models.date_change import DateChange
from tracker.models.decision import (
    AllowedRescoping,
    Decision,
    FollowUp,
    NoteCorrection,
)
from tracker.models.evidence import Evidence, EvidenceFile
from tracker.models.history import ChainHead, History
from tracker.models.inspection import Clock, Inspection, Judgement
from tracker.models.note_draft import NoteDraft
from tracker.models.operations import OutboxMail, SearchEntry
from tracker.models.pack import Pack, PackFile
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
    "AgendaItem",
    "AgendaPaper",
    "AgendaReader",
    "AllowedRescoping",
    "Assurance",
    "Attendance",
    "BankHoliday",
    "Base",
    "Board",
    "BoardMember",
    "Body",
    "CabinetDraft",
    "CalendarFeed",
    "ChainHead",
    "Challenge",
    "ChallengeStep",
    "Clock",
    "Closure",
    "Council",
    "CouncilRecord",
    "DateChange",
    "Decision",
    "DraftOfReport",
    "Evidence",
    "EvidenceFile",
    "FollowUp",
    "ForwardTheme",
    "History",
    "Inspection",
    "Intervention",
    "Invitation",
    "IssuedFile",
    "IssuedReport",
    "Judgement",
    "Meeting",
    "Milestone",
    "MinuteCorrection",
    "NoteCorrection",
    "NoteDraft",
    "OutboxMail",
    "Ownership",
    "Pack",
    "PackFile",
    "PaperJob",
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
    "StandingItem",
    "Succession",
    "Update",
    "UpdateDraft",
    "Verdict",
    "WordTemplate",
]
