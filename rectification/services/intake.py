"""Intake: register a report, or not accept it with a reason that a second person confirms."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import (
    CaseLevel,
    CaseOutcome,
    EventVerb,
    NegativeItem,
    PartyReason,
    RejectionReason,
    Severity,
    Step,
)
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Case, CaseEvent, NegativeListItem, Organisation, Person
from rectification.policies.actors import Actor
from rectification.policies.authority import members_of
from rectification.policies.days import today
from rectification.policies.opinions import reads_opinions
from rectification.policies.owners import fits_level, may_own
from rectification.policies.reasons import require_reason
from rectification.policies.recusal import require_free
from rectification.redaction.check import names_in, visible
from rectification.selectors.intake import marked_line_of, opinion_of, proposed_rejection
from rectification.services.audience import author_people, owner_people
from rectification.services.ending import end_case
from rectification.services.events import record_event
from rectification.services.numbers import next_number
from rectification.services.opinion_notes import require_asked
from rectification.services.opinions import write_answer
from rectification.services.parties import add_party, end_party
from rectification.services.projections import set_ancestors
from rectification.services.public_texts import refuse_betraying, repeating_reporters
from rectification.services.secrecy import refuse_secret
from rectification.wording import labelled, listed


@dataclass(frozen=True)
class Entry:
    """What the intake officer decides about a report (T4)."""

    title: str
    description: str
    level: str
    owner_organisation: Organisation | None
    category: str
    deadline_class: str
    secrecy: str
    owner_person: Person | None = None
    negative_item: str = ""
    cited_item: NegativeListItem | None = None
    standard_ref: str = ""
    severity: str = Severity.ORDINARY
    severity_reason: str = ""
    touches_residents: bool = False
    is_common: bool = False
    screened: bool = False
    """Duplicates were looked for, and it is no clue of a breach of discipline."""
    holds_no_secret: bool = False
    """Asked where the text of an inspection speaks of secrets."""


def register(*, case: Case, actor: Actor, entry: Entry) -> CaseEvent:
    """Give the case its number, owner, severity and class (T4); tell author and person concerned.

    An opinion enters in other words than its author's: style may identify him (scenario 10).
    """
    check_waiting(case)
    check_reader(case, actor)
    require_free(actor, Step.TRIAGE, case)
    refuse_secret(False, entry.title, entry.description)
    texts = {
        "title": entry.title,
        "description": entry.description,
        "standard_ref": entry.standard_ref,
        "severity_reason": entry.severity_reason,
    }
    errors = {**_faults(entry), **_owner_faults(case, entry), **repeating_reporters(case, **texts)}
    errors |= _unfit_line(case, entry)
    if errors:
        raise InvalidInput(errors, rule="T4")
    refuse_betraying(case, actor, **texts)
    _write(case, entry)
    _number(case)
    _settle_owner(case, entry.owner_person)
    case.save()
    event = record_event(
        case=case, verb=EventVerb.REGISTERED, actor=actor, reference=case.number or ""
    )
    _tell_registered(case, event)
    return event


def check_reader(case: Case, actor: Actor) -> None:
    """Who may not read the opinion neither judges it nor puts it into other words (scenario 10)."""
    if opinion_of(case) is not None and not reads_opinions(actor.hand):
        raise NotAllowed(
            _("Opinions are taken in by the intake officer, who alone reads them."), rule="T4"
        )


def _faults(entry: Entry) -> dict[str, str | Promise]:
    errors: dict[str, str | Promise] = {}
    if not entry.title.strip():
        errors["title"] = _("Give the problem a title.")
    if not entry.description.strip():
        errors["description"] = _("Describe what was done or left undone, when and how often.")
    if not fits_level(entry.category, entry.level):
        errors["category"] = _("This check type belongs to another level; choose one that fits.")
    if entry.severity != Severity.ORDINARY and not entry.severity_reason.strip():
        errors["severity_reason"] = _("Say why the problem is more than ordinary.")
    if not entry.screened:
        errors["screened"] = _(
            "Confirm that it is neither a duplicate nor a clue of a breach of discipline (T4)."
        )
    if entry.level == CaseLevel.MEMBER and not entry.standard_ref.strip():
        errors["standard_ref"] = _("Name the rule that was not met; persons are judged by rules.")
    return errors


def _owner_faults(case: Case, entry: Entry) -> dict[str, str | Promise]:
    if entry.owner_organisation is None or not may_own(entry.owner_organisation, entry.level):
        return {"owner_organisation": _("Choose an open organisation of the case's level.")}
    if entry.level != CaseLevel.MEMBER:
        return _other_owner(entry)
    if entry.owner_person is None:
        return {"owner_person": _("A case of a member needs the member.")}
    if entry.owner_person not in members_of(entry.owner_organisation, today()):
        return {"owner_person": _("The person is not a member of this branch today.")}
    if case.is_self_report and entry.owner_person != case.author:
        return {"owner_person": _("A self-report stays with its author; report others anew.")}
    return {}


def _other_owner(entry: Entry) -> dict[str, str | Promise]:
    if entry.owner_person is None:
        return {}
    return {"owner_person": _("Only a case of a member names a person; leave this empty.")}


def _unfit_line(case: Case, entry: Entry) -> dict[str, str | Promise]:
    """A line of a list enters without names, and on a person's word that it is no secret."""
    line = marked_line_of(case)
    if line is None:
        return {}
    errors: dict[str, str | Promise] = {}
    if line.names_person:
        names = list(Person.objects.values_list("name", flat=True))
        for field, text in (("title", entry.title), ("description", entry.description)):
            if found := names_in(visible(text), names):
                told = _("The text names %(names)s; reword it without the name.")
                errors[field] = told % {"names": listed(found)}
    if line.speaks_of_secrets and not entry.holds_no_secret:
        errors["holds_no_secret"] = _("Read the text and confirm that it holds no secret.")
    return errors


def _write(case: Case, entry: Entry) -> None:
    case.title = entry.title.strip()
    case.description = entry.description.strip()
    case.level = entry.level
    case.owner_organisation = entry.owner_organisation
    case.owner_person = entry.owner_person
    case.category = entry.category
    case.negative_item = entry.negative_item
    case.cited_item = entry.cited_item
    if entry.level == CaseLevel.MEMBER and not entry.negative_item:
        case.negative_item = NegativeItem.OTHER
    case.standard_ref = entry.standard_ref.strip()
    case.severity = entry.severity
    case.severity_reason = entry.severity_reason.strip()
    case.deadline_class = entry.deadline_class
    case.secrecy = entry.secrecy
    case.touches_residents = entry.touches_residents
    case.is_common = entry.is_common
    set_ancestors(case=case)


def _number(case: Case) -> None:
    """Year, level and a gap-free number, as `2026-B-0012`."""
    year = today().year
    case.number = f"{year}-{case.level}-{next_number(series=case.level, year=year):04d}"
    case.registered_at = timezone.now()


def _settle_owner(case: Case, owner: Person | None) -> None:
    for party in case.parties.filter(reason=PartyReason.OWNER, until__isnull=True):
        if party.person != owner:
            end_party(case=case, person=party.person, reason=PartyReason.OWNER)
    if owner is not None:
        add_party(case=case, person=owner, reason=PartyReason.OWNER)


def _tell_registered(case: Case, event: CaseEvent) -> None:
    named = case.owner_person
    if named is not None and named != case.author:
        notifications.queue(kind="person_concerned", recipients=[named], case=case, event=event)
    told = [person for person in [*author_people(case), *owner_people(case)]]
    if named != case.author:
        told = [person for person in told if person != named]
    notifications.queue(kind="registered", recipients=told, case=case, event=event)


def propose_rejection(*, case: Case, actor: Actor, reason_code: str, reason: str) -> CaseEvent:
    """Say why the report is not accepted; it takes effect when a second person confirms (T5)."""
    check_waiting(case)
    check_reader(case, actor)
    require_free(actor, Step.TRIAGE, case)
    if reason_code not in RejectionReason.values:
        raise CaseError(_("Choose a reason from the list."), field="reason_code", rule="T5")
    require_asked(case, reason_code)
    refuse_betraying(case, actor, reason=reason)
    return record_event(
        case=case,
        verb=EventVerb.REJECTION_PROPOSED,
        actor=actor,
        text=require_reason(reason, rule="T5"),
        reference=f"rejection:{reason_code}",
    )


def confirm_rejection(*, case: Case, actor: Actor) -> CaseEvent:
    """The second person agrees: the case ends and whoever raised it gets the reasons (T5)."""
    check_waiting(case)
    proposal = proposed_rejection(case)
    if proposal is None:
        raise CaseError(_("Nobody proposed not to accept this report."), rule="T5")
    if proposal.by_id == actor.hand.pk:
        raise NotAllowed(
            _("Somebody else must confirm what you proposed; ask a colleague of the office."),
            rule="T5",
        )
    require_free(actor, Step.CONFIRM_REJECTION, case)
    end_case(case=case, outcome=CaseOutcome.REJECTED, reason=proposal.text)
    review = _("Whoever does not agree may ask the leading group for a review.")
    write_answer(case=case, text=f"{labelled(proposal.reason.label, proposal.text)} {review}")
    event = record_event(
        case=case,
        verb=EventVerb.REJECTED,
        actor=actor,
        text=proposal.text,
        reference=f"rejection:{proposal.reason.value}",
    )
    notifications.queue(kind="rejected", recipients=author_people(case), case=case, event=event)
    return event


def refuse_rejection(*, case: Case, actor: Actor, reason: str) -> CaseEvent:
    """The second person does not agree: the report goes back to intake (T5)."""
    check_waiting(case)
    require_free(actor, Step.CONFIRM_REJECTION, case)
    text = require_reason(reason, rule="T5")
    return record_event(case=case, verb=EventVerb.REJECTION_REFUSED, actor=actor, text=text)


def check_waiting(case: Case) -> None:
    if case.submitted_at is None or case.registered_at is not None or case.outcome:
        raise CaseError(_("The report no longer waits for intake."), rule="T4")
