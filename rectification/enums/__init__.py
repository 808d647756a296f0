"""The vocabulary of the house: every closed list of values, named once (see docs/glossary.md)."""

from rectification.enums.accounts import AccountEventVerb, AccountLinkPurpose
from rectification.enums.case import (
    CaseLevel,
    CaseOutcome,
    CaseStage,
    Category,
    ClaimKind,
    DeadlineClass,
    NegativeItem,
    PartyReason,
    RejectionReason,
    Secrecy,
    Severity,
    ShareAnswer,
    SourceKind,
    UnitKind,
)
from rectification.enums.checks import CheckRoundVerb, ReminderOccasion, SelfCheckAnswer
from rectification.enums.deadlines import DeadlineGround, PauseGround, RequestDecision
from rectification.enums.disputes import DisputeKind, MediationResult, ShareDecision
from rectification.enums.document_numbers import DocumentSeries
from rectification.enums.documents import DocumentKind, DocumentVariant
from rectification.enums.events import EventVerb
from rectification.enums.imports import ImportKind
from rectification.enums.lesson import LessonAnswer
from rectification.enums.lights import LightColour
from rectification.enums.lists import ListForm, ListState, SnapshotStatus
from rectification.enums.look_back import LookBackGround, LookBackKind, LookBackResult
from rectification.enums.occasions import OccasionKind
from rectification.enums.orders import OrderGround, OrderLevel
from rectification.enums.outbox import MessageChannel
from rectification.enums.people import (
    AbsenceKind,
    AppointmentDuty,
    DelegationScope,
    IdentityDecision,
    MembershipKind,
    OrganisationKind,
    RecusalDecision,
    RecusalGround,
    Sector,
)
from rectification.enums.process import ActorKind, ProcessKind, Step
from rectification.enums.publication import (
    Again,
    Channel,
    ConsentWay,
    HearingOutcome,
    ObjectionDecision,
    ObjectionKind,
    OpinionChannel,
    OpinionNoteKind,
    PaperKind,
    PublicationPurpose,
    PublicationScope,
    PublicationStatus,
    ReporterMode,
    Sensitivity,
    WaiverGround,
)
from rectification.enums.records import AccessPurpose, ExportPurpose
from rectification.enums.redaction import FindingKind, MarkDecision
from rectification.enums.referrals import ReferralGround
from rectification.enums.retention import HeldBecause, RetentionKind
from rectification.enums.transfers import (
    AboutHead,
    PaperGround,
    SealingGround,
    TransferDestination,
    TransferGround,
    UnsealingDecision,
    UnsealingGround,
)
from rectification.enums.verification import (
    BallotAnswer,
    ClosureKind,
    Criterion,
    CriterionAnswer,
    SigningProof,
    VerificationConclusion,
    VerificationMethod,
)

__all__ = [
    "Again",
    "FindingKind",
    "MarkDecision",
    "AboutHead",
    "PaperGround",
    "TransferDestination",
    "TransferGround",
    "AbsenceKind",
    "AccountEventVerb",
    "AccountLinkPurpose",
    "ActorKind",
    "AppointmentDuty",
    "BallotAnswer",
    "CaseLevel",
    "CaseOutcome",
    "CaseStage",
    "Category",
    "Channel",
    "CheckRoundVerb",
    "ClaimKind",
    "ClosureKind",
    "ConsentWay",
    "Criterion",
    "CriterionAnswer",
    "DeadlineClass",
    "DeadlineGround",
    "DelegationScope",
    "DisputeKind",
    "DocumentKind",
    "DocumentSeries",
    "DocumentVariant",
    "EventVerb",
    "AccessPurpose",
    "ExportPurpose",
    "HeldBecause",
    "RetentionKind",
    "HearingOutcome",
    "ImportKind",
    "LessonAnswer",
    "LightColour",
    "ListForm",
    "ListState",
    "LookBackGround",
    "LookBackKind",
    "LookBackResult",
    "MediationResult",
    "MembershipKind",
    "MessageChannel",
    "NegativeItem",
    "ReminderOccasion",
    "SelfCheckAnswer",
    "Sensitivity",
    "ObjectionDecision",
    "ObjectionKind",
    "OccasionKind",
    "OpinionChannel",
    "OpinionNoteKind",
    "PaperKind",
    "SealingGround",
    "UnsealingDecision",
    "UnsealingGround",
    "PauseGround",
    "OrderGround",
    "OrderLevel",
    "OrganisationKind",
    "PartyReason",
    "ProcessKind",
    "PublicationPurpose",
    "PublicationScope",
    "PublicationStatus",
    "IdentityDecision",
    "RecusalDecision",
    "RecusalGround",
    "ReferralGround",
    "RejectionReason",
    "RequestDecision",
    "ReporterMode",
    "Secrecy",
    "Sector",
    "Severity",
    "ShareAnswer",
    "ShareDecision",
    "SnapshotStatus",
    "SourceKind",
    "Step",
    "UnitKind",
    "VerificationConclusion",
    "SigningProof",
    "VerificationMethod",
    "WaiverGround",
]
