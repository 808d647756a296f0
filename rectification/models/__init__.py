"""One noun, one file; import models from here."""

from rectification.models.absence import Absence
from rectification.models.account import AccountEvent, AccountLink, RoleSecurity
from rectification.models.ballot import (
    Ballot,
    BallotBox,
    BallotCode,
    BallotCount,
    BallotPrinting,
    BallotVoter,
)
from rectification.models.batch import BatchEntry, SourceBatch
from rectification.models.calendar import CalendarDay, CalendarYear
from rectification.models.calendar_feed import CalendarFeed
from rectification.models.case import (
    Assignment,
    Case,
    CaseParty,
    Claim,
    Copy,
    Recusal,
)
from rectification.models.check_round import (
    CheckItem,
    CheckReminder,
    CheckRound,
    MemberCheck,
    OrganisationCheck,
)
from rectification.models.check_round_event import CheckRoundEvent
from rectification.models.checkpoint import Checkpoint, CheckpointHead, RecordsExport
from rectification.models.consent import PublicationConsent
from rectification.models.consultation import Consultation
from rectification.models.correction import CorrectedFact, Correction
from rectification.models.deadline import DeadlineRound
from rectification.models.delegation import Delegation
from rectification.models.dispute import Dispute
from rectification.models.document import OfficialDocument, PaperTemplate, SignedCopy
from rectification.models.draw import Draw, DrawCandidate
from rectification.models.extension import Extension
from rectification.models.identity import IdentityRequest
from rectification.models.imports import ImportedFile, WaitingFile
from rectification.models.lesson import Lesson, LessonReceipt
from rectification.models.light import LightRule
from rectification.models.list_file import ListFile
from rectification.models.list_snapshot import ListSnapshot, ListSnapshotColumn, ListSnapshotLine
from rectification.models.look_back import LookBack, LookBackFile
from rectification.models.look_back_draw import LookBackCandidate, LookBackDraw
from rectification.models.mail import MailAddress
from rectification.models.merge import Merge
from rectification.models.milestone import Milestone
from rectification.models.negative_list import NegativeList, NegativeListItem
from rectification.models.numbering import NumberSeries
from rectification.models.occasion import Occasion
from rectification.models.online_intake import OnlineIntake
from rectification.models.opinion_notes import OpinionNote
from rectification.models.order import SupervisionOrder
from rectification.models.organisation import (
    ANCESTOR_LEVELS,
    Organisation,
    OrganisationAlias,
    OrganisationEdge,
    OrganisationGroupPermission,
    OrganisationUserPermission,
)
from rectification.models.outbox import InAppNotice, JobRun, OutboxMessage
from rectification.models.paper import PaperScan
from rectification.models.paper_box import BoxOpening
from rectification.models.paper_event import PaperEvent
from rectification.models.pause import Pause
from rectification.models.people import Appointment, Membership, Person
from rectification.models.plan import Evidence, Measure, Plan, PlanStatus, Progress
from rectification.models.plan_comment import PlanComment, PlanPart
from rectification.models.plan_template import PlanTemplate
from rectification.models.posting import Posting
from rectification.models.publication import Notice, NoticeChannel, PublicationDecision
from rectification.models.reclassification import Reclassification
from rectification.models.record import (
    AccessLog,
    ActReceipt,
    CaseEvent,
    CaseEventPayload,
    WorkItem,
    WorkItemBar,
)
from rectification.models.recusal import OrganisationRecusal, RecusalRequest
from rectification.models.redaction import RedactionMark
from rectification.models.referral import AccountabilityReferral
from rectification.models.register import OpinionEntry
from rectification.models.retention import (
    LegalHold,
    RetentionLine,
    RetentionRule,
    RetentionRun,
    Tombstone,
)
from rectification.models.reuse import Reuse
from rectification.models.routing import RoutingRule
from rectification.models.screen import Screen
from rectification.models.self_check import SelfCheck
from rectification.models.transfer import PaperEntry, Sealing, Transfer
from rectification.models.unsealing import Unsealing
from rectification.models.user import User
from rectification.models.verification import (
    Closure,
    CriterionResult,
    Verification,
    VerificationAttempt,
)
from rectification.models.voices import (
    Objection,
    ObjectionReview,
    Opinion,
    ReporterIdentity,
)

__all__ = [
    "AccountabilityReferral",
    "RedactionMark",
    "PaperEntry",
    "PaperEvent",
    "Sealing",
    "Transfer",
    "Unsealing",
    "ANCESTOR_LEVELS",
    "Absence",
    "AccessLog",
    "AccountEvent",
    "AccountLink",
    "ActReceipt",
    "Appointment",
    "Assignment",
    "Ballot",
    "BallotBox",
    "BallotCode",
    "BallotCount",
    "BallotPrinting",
    "BallotVoter",
    "BatchEntry",
    "BoxOpening",
    "CalendarDay",
    "CalendarFeed",
    "CalendarYear",
    "Case",
    "CaseEvent",
    "CaseEventPayload",
    "CaseParty",
    "CheckItem",
    "CheckReminder",
    "CheckRound",
    "Checkpoint",
    "CheckpointHead",
    "CheckRoundEvent",
    "Claim",
    "Closure",
    "Copy",
    "CorrectedFact",
    "Correction",
    "CriterionResult",
    "DeadlineRound",
    "Delegation",
    "Dispute",
    "Draw",
    "DrawCandidate",
    "Evidence",
    "Consultation",
    "Extension",
    "ImportedFile",
    "InAppNotice",
    "JobRun",
    "Lesson",
    "LessonReceipt",
    "LightRule",
    "ListFile",
    "ListSnapshot",
    "ListSnapshotColumn",
    "ListSnapshotLine",
    "LookBack",
    "LookBackCandidate",
    "LookBackDraw",
    "LookBackFile",
    "MailAddress",
    "Measure",
    "MemberCheck",
    "Membership",
    "Merge",
    "Milestone",
    "NegativeList",
    "NegativeListItem",
    "Notice",
    "NoticeChannel",
    "NumberSeries",
    "Objection",
    "ObjectionReview",
    "Occasion",
    "OfficialDocument",
    "OnlineIntake",
    "Opinion",
    "OpinionEntry",
    "OpinionNote",
    "Organisation",
    "OrganisationAlias",
    "OrganisationCheck",
    "OrganisationEdge",
    "OrganisationGroupPermission",
    "OrganisationRecusal",
    "OrganisationUserPermission",
    "OutboxMessage",
    "PaperScan",
    "PaperTemplate",
    "Pause",
    "Person",
    "Plan",
    "PlanComment",
    "PlanPart",
    "PlanStatus",
    "PlanTemplate",
    "Progress",
    "PublicationConsent",
    "Posting",
    "PublicationDecision",
    "Reclassification",
    "Recusal",
    "IdentityRequest",
    "RecordsExport",
    "RecusalRequest",
    "ReporterIdentity",
    "LegalHold",
    "RetentionLine",
    "RetentionRule",
    "RetentionRun",
    "Tombstone",
    "Reuse",
    "RoleSecurity",
    "RoutingRule",
    "Screen",
    "SelfCheck",
    "SignedCopy",
    "SourceBatch",
    "SupervisionOrder",
    "User",
    "Verification",
    "VerificationAttempt",
    "WaitingFile",
    "WorkItem",
    "WorkItemBar",
]
