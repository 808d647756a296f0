"""Leave and suspension: recorded from a day on, ended early when somebody is back."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import AbsenceKind
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Absence, Person
from rectification.policies.days import not_ended_by, today
from rectification.policies.delegation import may_record_absence
from rectification.services.sessions import end_sessions_of

RULE = "4.1"


@transaction.atomic
def record_absence(
    *, person: Person, kind: str, valid_from: date, valid_to: date | None, by: Person
) -> Absence:
    """From now on the person is passed over; suspended, his offices give him nothing.

    Raises NotAllowed for who may not record it, InvalidInput for days that cannot be.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    if kind not in AbsenceKind.values:
        raise CaseError(_("Choose leave or suspension."), field="kind", rule=RULE)
    if not may_record_absence(by, person, kind, today()):
        raise NotAllowed(
            _(
                "You may record your own leave; anything else is recorded by the organisation "
                "office, and nobody suspends himself."
            ),
            rule=RULE,
        )
    _check_days(person, valid_from, valid_to)
    absence = Absence.objects.create(
        person=person,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    if kind == AbsenceKind.SUSPENSION:
        end_sessions_of(person=person)
        _tell("suspended", absence)
    elif by != person:
        _tell("absence_recorded", absence)
    return absence


def _tell(kind: str, absence: Absence) -> None:
    notifications.queue(kind=kind, recipients=[absence.person], about=f"absence:{absence.pk}")


def _check_days(person: Person, valid_from: date, valid_to: date | None) -> None:
    if valid_from < today():
        raise InvalidInput(
            {"valid_from": _("The first day is today or later; what was done stands.")}, rule=RULE
        )
    if valid_to is not None and valid_to < valid_from:
        raise InvalidInput(
            {"valid_to": _("The last day must not lie before the first.")}, rule=RULE
        )
    others = Absence.objects.filter(not_ended_by(valid_from), person=person)
    others = others.exclude(valid_to__lt=valid_from)
    if valid_to is not None:
        others = others.exclude(valid_from__gt=valid_to)
    if others.exists():
        raise InvalidInput(
            {"valid_from": _("An absence is recorded for these days already; end that one first.")},
            rule=RULE,
        )


@transaction.atomic
def end_absence(*, absence: Absence, by: Person) -> None:
    """He is back from today on, although a longer time was recorded."""
    row = Absence.objects.select_for_update().select_related("person").get(pk=absence.pk)
    if not may_record_absence(by, row.person, row.kind, today()):
        raise NotAllowed(_("Only whoever may record this absence ends it."), rule=RULE)
    if is_over(row):
        raise CaseError(_("This absence is over already."), rule=RULE)
    row.ended_on = today()
    row.ended_by = by
    row.save()
    if row.kind == AbsenceKind.SUSPENSION:
        end_sessions_of(person=row.person)
        _tell("suspension_ended", row)


def is_over(absence: Absence) -> bool:
    """Past or ended; one that has not begun is neither."""
    ended = absence.ended_on is not None
    return ended or (absence.valid_to is not None and absence.valid_to < today())
