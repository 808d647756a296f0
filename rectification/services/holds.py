"""Legal holds: nothing of a case goes until another hand lifts them (docs/rules.md 10)."""

from typing import cast

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.enums import EventVerb
from rectification.exceptions import CaseError
from rectification.models import Appointment, Case, LegalHold, Person
from rectification.policies.actors import Actor
from rectification.policies.authority import authority_of
from rectification.policies.legal_holds import holding_office, why_not_hold, why_not_lift
from rectification.policies.reasons import allow, require_reason
from rectification.policies.retention import NUMBER
from rectification.services.events import record_event
from rectification.services.tombstones import require_words


@transaction.atomic
def place_hold(*, case: Case, by: Person, reason: str) -> LegalHold:
    locked, office = _locked(case, by)
    require_words(case=locked)
    reason = require_reason(reason, rule=NUMBER)
    try:
        with transaction.atomic():
            hold = LegalHold.objects.create(
                case=locked, reason=reason, placed_by=by, placed_at=timezone.now()
            )
    except IntegrityError as error:
        raise CaseError(_("The case is under hold already."), rule=NUMBER) from error
    _record(hold, EventVerb.HOLD_PLACED, office)
    return hold


@transaction.atomic
def lift_hold(*, hold: LegalHold, by: Person, reason: str) -> None:
    case, office = _locked(hold.case, by)
    hold = LegalHold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    hold.case = case
    allow(why_not_lift(hold, by))
    hold.lift_reason = require_reason(reason, rule=NUMBER)
    hold.lifted_by, hold.lifted_at = by, timezone.now()
    hold.save()
    _record(hold, EventVerb.HOLD_LIFTED, office)


def _locked(case: Case, by: Person) -> tuple[Case, Appointment]:
    """The case under its lock, and the office in which he acts."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("owner_organisation")
    case = rows.get(pk=case.pk)
    authority = authority_of(by.user)
    allow(why_not_hold(case, authority))
    return case, cast(Appointment, holding_office(case, authority))


def _record(hold: LegalHold, verb: EventVerb, office: Appointment) -> None:
    """Whose case it is reads that it is held and by which office; the reason is not in it."""
    record_event(
        case=hold.case,
        verb=verb,
        actor=Actor(person=office.person, role=office.role, organisation=office.organisation),
        reference=f"hold:{hold.pk}",
    )
