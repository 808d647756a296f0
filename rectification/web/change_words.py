"""What rows of a case and their fields are called where their changes are told."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.models import (
    Assignment,
    Case,
    Claim,
    Closure,
    Dispute,
    Evidence,
    Extension,
    LookBack,
    Measure,
    Milestone,
    Notice,
    NoticeChannel,
    Objection,
    Pause,
    Progress,
    PublicationDecision,
    Reclassification,
    SupervisionOrder,
    VerificationAttempt,
)
from rectification.web.parts import Text

_LABELS: Final[Mapping[tuple[Any, str], Text]] = MappingProxyType(
    {
        (Case, "owner_organisation"): _("Responsible organisation"),
        (Case, "owner_person"): _("Person concerned"),
        (Case, "outcome"): pgettext_lazy("case", "Outcome"),
        (Assignment, "organisation"): _("Unit"),
        (Claim, "organisation"): _("Unit"),
        (Claim, "proposed_owner"): _("New lead unit"),
        (Dispute, "decided_owner"): _("Lead unit"),
        (Extension, "decision"): _("Decision"),
        (Pause, "decision"): _("Decision"),
        (Reclassification, "decision"): _("Decision"),
        (SupervisionOrder, "number"): pgettext_lazy("order", "Number"),
        (SupervisionOrder, "level"): pgettext_lazy("order", "Level"),
        (SupervisionOrder, "organisation"): _("Addressee"),
        (SupervisionOrder, "person"): _("Person concerned"),
        (SupervisionOrder, "replied_at"): _("Answered on"),
        (SupervisionOrder, "void_at"): pgettext_lazy("verification", "Void since"),
        (SupervisionOrder, "lapsed_at"): pgettext_lazy("order", "Over, unanswered"),
        (Measure, "organisation"): _("Unit"),
        (Measure, "person"): _("Person in charge"),
        (VerificationAttempt, "conclusion"): pgettext_lazy("list", "Conclusion"),
        (VerificationAttempt, "void_at"): pgettext_lazy("verification", "Void since"),
        (Closure, "number"): pgettext_lazy("changes", "Number of the closing sheet"),
        (Closure, "closed_on"): _("Closed on"),
        (Closure, "void_at"): pgettext_lazy("verification", "Void since"),
        (LookBack, "void_at"): pgettext_lazy("verification", "Void since"),
        (PublicationDecision, "status"): _("State"),
        (Notice, "starts_on"): _("Shown from"),
        (Notice, "ends_on"): pgettext_lazy("notice", "Last day"),
        (Notice, "hidden_at"): _("Hidden since"),
        (Notice, "ended_at"): _("Ended at"),
        (Notice, "withdrawn_at"): _("Withdrawn at"),
    }
)
"""Where the field itself has no name that people would understand on this page."""

ROWS: Final[Mapping[Any, Text]] = MappingProxyType(
    {
        Case: _("Basic facts"),
        Assignment: _("Lead and co-responsible units"),
        Claim: pgettext_lazy("act", "Claim"),
        Dispute: pgettext_lazy("changes", "Dispute"),
        Progress: _("Progress"),
        Evidence: _("Evidence"),
        Extension: _("Extension"),
        Pause: _("Pause"),
        Reclassification: _("Change of the deadline class"),
        SupervisionOrder: _("Supervision order"),
        NoticeChannel: _("Shown at"),
        Milestone: _("Milestones"),
        PublicationDecision: _("Publication"),
        Notice: pgettext_lazy("notice", "Notice"),
        Objection: _("Objections"),
        VerificationAttempt: pgettext_lazy("changes", "Verification"),
        Closure: pgettext_lazy("changes", "Closing sheet"),
        LookBack: pgettext_lazy("list", "Look-back"),
    }
)


def label_of(model: Any, name: str) -> str:
    found = _LABELS.get((model, name)) or capfirst(model._meta.get_field(name).verbose_name)
    return str(found)
