"""Opinions of residents and members: received without naming anybody, always answered."""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification.acting import acting_as
from rectification.enums import (
    CaseLevel,
    EventVerb,
    OpinionChannel,
    OrganisationKind,
    ReporterMode,
    SourceKind,
)
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, CaseEvent, Opinion, Organisation
from rectification.policies.actors import INTAKE_CHANNEL, Actor
from rectification.policies.authority import committee_above
from rectification.policies.days import today
from rectification.policies.merging import entries_of
from rectification.policies.reasons import REASON_MINIMUM
from rectification.services.events import record_event
from rectification.services.identities import seal_identity
from rectification.services.projections import set_ancestors
from rectification.services.public_texts import refuse_repeating_reporters
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
    township: Organisation | None = None,
    secret: bool = False,
) -> tuple[Case, Opinion, str]:
    """Store the opinion under the intake channel and return the receipt code to show once.

    Neither history nor event names whoever sent it, logged in or not; name and contact go to the
    sealed table alone, and for an anonymous opinion nowhere (docs/rules.md, “Reporters”).
    """
    check_told(mode, text, name)
    refuse_secret(secret, text)
    told = Told(mode=mode, text=text, organisation=organisation, name=name, contact=contact)
    return enter_opinion(told=told, source=source, owner=organisation, township=township)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody told us, and who he is as far as he said; never printed as a whole."""

    mode: str
    text: str = field(repr=False)
    organisation: Organisation | None
    name: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)


def enter_opinion(
    *,
    told: Told,
    source: str,
    channel: str = OpinionChannel.ONLINE,
    received_on: date | None = None,
    owner: Organisation | None = None,
    township: Organisation | None = None,
    reference: str = "",
) -> tuple[Case, Opinion, str]:
    """The case without a word of it, the opinion, and the sealed identity; all of it by nobody.

    `owner` differs from the organisation told where the opinion accuses somebody: then nobody owns
    the case before it is reworded. `township` receives what names no organisation.
    """
    code, receipt_hash = new_receipt()
    with transaction.atomic(), acting_as(None):
        case = _case_for(owner, source, received_on or today())
        opinion = Opinion.objects.create(
            case=case,
            mode=told.mode,
            channel=channel,
            organisation=told.organisation,
            township=_receiving(told.organisation, township),
            text=told.text.strip(),
            receipt_hash=receipt_hash,
            received_on=received_on or today(),
        )
        if told.mode != ReporterMode.ANONYMOUS and (told.name or told.contact):
            seal_identity(name=told.name, contact=told.contact, opinion=opinion)
        record_event(case=case, verb=EventVerb.SUBMITTED, actor=INTAKE_CHANNEL, reference=reference)
    return case, opinion, code


def _receiving(about: Organisation | None, township: Organisation | None) -> Organisation | None:
    """The township of the organisation told, else the one it was sent to, else the only one."""
    if about is not None:
        return committee_above(about)
    if township is not None:
        return township
    committees = list(Organisation.objects.filter(kind=OrganisationKind.COMMITTEE)[:2])
    return committees[0] if len(committees) == 1 else None


def check_told(mode: str, text: str, name: str) -> None:
    """Enough to be looked at, and a name where it is said that there is one."""
    errors = {}
    if len(text.strip()) < REASON_MINIMUM:
        errors["text"] = _("Say where, when and what happened, in at least ten characters.")
    if mode == ReporterMode.NAMED and not name.strip():
        errors["name"] = _("Give your name, or choose another way to report.")
    if mode not in ReporterMode.values:
        errors["mode"] = _("Choose how you want to report.")
    if errors:
        raise InvalidInput(errors, rule="T1")


def _case_for(organisation: Organisation | None, source: str, found_on: date) -> Case:
    """The case without a word of the opinion: title and description are written at intake."""
    with override(settings.LANGUAGE_CODE):
        title = _("Opinion awaiting intake")
    case = Case(
        level=CaseLevel.BRANCH,
        source=source,
        title=title,
        found_on=found_on,
        owner_organisation=organisation,
        submitted_at=timezone.now(),
    )
    set_ancestors(case=case)
    case.save()
    return case


def answer_opinion(*, case: Case, text: str, actor: Actor) -> CaseEvent:
    """Answer whoever holds the receipt code; he reads it with the code alone.

    Others who reported the same fact read it as well, and so nobody's words stand in it.
    """
    if not text.strip():
        raise CaseError(_("Write the answer."), field="text", rule="8.10")
    refuse_repeating_reporters(case, text=text)
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
