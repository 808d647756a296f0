"""One noun, one file; import models from here."""

from rectification.models.absence import Absence
from rectification.models.account import AccountEvent, AccountLink, RoleSecurity
from rectification.models.batch import BatchEntry, SourceBatch
from rectification.models.calendar import CalendarDay, CalendarYear
from rectification.models.case import (
    Assignment,
    Case,
    CaseParty,
    Claim,
    Copy,
    Recusal,
)
from rectification.models.delegation import Delegation
from rectification.models.dispute import Dispute
from rectification.models.identity import IdentityRequest
from rectification.models.imports import ImportedFile, WaitingFile
from rectification.models.numbering import NumberSeries
from rectification.models.organisation import (
    ANCESTOR_LEVELS,
    Organisation,
    OrganisationAlias,
    OrganisationEdge,
    OrganisationGroupPermission,
    OrganisationUserPermission,
)
from rectification.models.outbox import InAppNotice, JobRun, OutboxMessage
from rectification.models.people import Appointment, Membership, Person
from rectification.models.plan import Evidence, Measure, Plan, PlanStatus, Progress
from rectification.models.publication import Notice, NoticeChannel, PublicationDecision
from rectification.models.record import (
    AccessLog,
    ActReceipt,
    CaseEvent,
    CaseEventPayload,
    WorkItem,
    WorkItemBar,
)
from rectification.models.recusal import OrganisationRecusal, RecusalRequest
from rectification.models.user import User
from rectification.models.verification import (
    Closure,
    CriterionResult,
    Verification,
    VerificationAttempt,
)
from rectification.models.voices import Objection, Opinion, ReporterIdentity

__all__ = [
    "ANCESTOR_LEVELS",
    "Absence",
    "AccessLog",
    "AccountEvent",
    "AccountLink",
    "ActReceipt",
    "Appointment",
    "Assignment",
    "BatchEntry",
    "CalendarDay",
    "CalendarYear",
    "Case",
    "CaseEvent",
    "CaseEventPayload",
    "CaseParty",
    "Claim",
    "Closure",
    "Copy",
    "CriterionResult",
    "Delegation",
    "Dispute",
    "Evidence",
    "ImportedFile",
    "InAppNotice",
    "JobRun",
    "Measure",
    "Membership",
    "Notice",
    "NoticeChannel",
    "NumberSeries",
    "Objection",
    "Opinion",
    "Organisation",
    "OrganisationAlias",
    "OrganisationEdge",
    "OrganisationGroupPermission",
    "OrganisationRecusal",
    "OrganisationUserPermission",
    "OutboxMessage",
    "Person",
    "Plan",
    "PlanStatus",
    "Progress",
    "PublicationDecision",
    "Recusal",
    "IdentityRequest",
    "RecusalRequest",
    "ReporterIdentity",
    "RoleSecurity",
    "SourceBatch",
    "User",
    "Verification",
    "VerificationAttempt",
    "WaitingFile",
    "WorkItem",
    "WorkItemBar",
]
