"""Templates of papers: handed in by one, confirmed by another; no version is ever changed."""

import hashlib
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import DocumentKind
from rectification.exceptions import CaseError
from rectification.models import Appointment, Organisation, PaperTemplate
from rectification.policies.authority import holders_in
from rectification.policies.paper_templates import DECIDING, why_not_decide_template
from rectification.policies.reasons import allow, require_reason
from rectification.services.evidence import files_follow_rows, follow_file


def hand_in_template(
    *, office: Appointment, kind: DocumentKind, content: bytes, name: str, note: str
) -> PaperTemplate:
    """`content` is what `documents.templates` found in order; it waits for a second person."""
    note = require_reason(note, field="note", rule="5")
    with files_follow_rows(), transaction.atomic():
        committee = _locked(office.jurisdiction_id)
        versions = committee.paper_templates.filter(kind=kind)
        if versions.filter(confirmed_at=None, ended_at=None).exists():
            text = _("A version of this template waits to be confirmed; it is decided on first.")
            raise CaseError(text, rule="5")
        template = PaperTemplate.objects.create(
            organisation=committee,
            kind=kind,
            version=versions.count() + 1,
            file=ContentFile(content, name=f"{uuid4().hex}.docx"),
            name=name,
            sha256=hashlib.sha256(content).hexdigest(),
            note=note,
            uploaded_by=office.person,
            uploaded_at=timezone.now(),
        )
        follow_file(template.file)
        notifications.queue(
            kind="paper_template_waits",
            recipients=holders_in(committee, DECIDING, but=office.person),
            about=f"paper_template:{template.pk}",
        )
    return template


@transaction.atomic
def confirm_template(*, template: PaperTemplate, office: Appointment) -> None:
    """From now on papers of this kind are set by it; those that were issued stay as they are."""
    template = _for_decision(template, office)
    now = timezone.now()
    in_force = template.organisation.paper_templates.filter(
        kind=template.kind, confirmed_at__isnull=False, ended_at=None
    ).first()
    if in_force is not None:
        in_force.ended_at = now
        in_force.save(update_fields=["ended_at"])
    template.confirmed_by, template.confirmed_at = office.person, now
    template.save(update_fields=["confirmed_by", "confirmed_at"])


@transaction.atomic
def refuse_template(*, template: PaperTemplate, office: Appointment) -> None:
    """It never came into force; whoever handed it in reads so in the list of versions."""
    template = _for_decision(template, office)
    template.ended_at = timezone.now()
    template.save(update_fields=["ended_at"])


def _for_decision(template: PaperTemplate, office: Appointment) -> PaperTemplate:
    _locked(template.organisation_id)
    template = PaperTemplate.objects.select_related("organisation").get(pk=template.pk)
    allow(why_not_decide_template(template, office.person))
    return template


def _locked(committee: int) -> Organisation:
    return Organisation.objects.select_for_update(of=("self",)).get(pk=committee)
