"""Opinions of residents and members: received without naming anybody, always answered."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification.acting import acting_as
from rectification.enums import CaseLevel, EventVerb, ReporterMode, SourceKind
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, CaseEvent, Opinion, Organisation
from rectification.policies.actors import INTAKE_CHANNEL, Actor
from rectification.policies.days import today
from rectification.policies.merging import entries_of
from rectification.policies.reasons import REASON_MINIMUM
from rectification.services.events import record_event
from rectification.services.identities import seal_identity
from rectification.services.projections import set_ancestors
from rectification.services.receipts import new_receipt
from rectification.services.secrecy import refuse_secret


def receive_opinion(
    *,
    mode: str,
    organisation: Organisation | None,
    text: str,
    name: str = "",
    contact: str = "",
    source: str = SourceKind.PUBLIC_OPINION,
    secret: bool = False,
) -> tuple[Case, Opinion, str]:
    """Store the opinion under the intake channel and return the receipt code to show once.

    Neither history nor event names whoever sent it, logged in or not; name and contact go to the
    sealed table alone, and for an anonymous opinion nowhere (docs/rules.md, “Reporters”).
    """
    _check(mode, text, name)
    refuse_secret(secret, text)
    code, receipt_hash = new_receipt()
    with transaction.atomic(), acting_as(None):
        case = _case_for(organisation, source)
        opinion = Opinion.objects.create(
            case=case,
            mode=mode,
            organisation=organisation,
            text=text.strip(),
            receipt_hash=receipt_hash,
            received_on=today(),
        )
        if mode != ReporterMode.ANONYMOUS and (name or contact):
            seal_identity(name=name, contact=contact, opinion=opinion)
        record_event(case=case, verb=EventVerb.SUBMITTED, actor=INTAKE_CHANNEL)
    return case, opinion, code


def _check(mode: str, text: str, name: str) -> None:
    errors = {}
    if len(text.strip()) < REASON_MINIMUM:
        errors["text"] = _("Say where, when and what happened, in at least ten characters.")
    if mode == ReporterMode.NAMED and not name.strip():
        errors["name"] = _("Give your name, or choose another way to report.")
    if mode not in ReporterMode.values:
        errors["mode"] = _("Choose how you want to report.")
    if errors:
        raise InvalidInput(errors, rule="T1")


def _case_for(organisation: Organisation | None, source: str) -> Case:
    """The case without a word of the opinion: title and description are written at intake."""
    with override(settings.LANGUAGE_CODE):
        title = _("Opinion awaiting intake")
    case = Case(
        level=CaseLevel.BRANCH,
        source=source,
        title=title,
        found_on=today(),
        owner_organisation=organisation,
        submitted_at=timezone.now(),
    )
    set_ancestors(case=case)
    case.save()
    return case


def answer_opinion(*, case: Case, text: str, actor: Actor) -> CaseEvent:
    """Answer whoever holds the receipt code; he reads it with the code alone."""
    if not text.strip():
        raise CaseError(_("Write the answer."), field="text", rule="8.10")
    if not write_answer(case=case, text=text):
        raise CaseError(_("No opinion belongs to this case."), rule="8.10")
    return record_event(case=case, verb=EventVerb.OPINION_ANSWERED, actor=actor, text=text)


def write_answer(*, case: Case, text: str) -> bool:
    """Put the answer beside the opinion, within another act; False when there is no opinion.

    Whoever reported the same fact is answered with it, each under his own code (scenario 9).
    """
    opinions = list(Opinion.objects.filter(case__in=[case, *entries_of(case)]).order_by("pk"))
    for opinion in opinions:
        opinion.answer = text.strip()
        opinion.answered_at = timezone.now()
        opinion.save()
    return bool(opinions)
