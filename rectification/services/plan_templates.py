"""Keeping the templates of measures: entered and ended, never changed."""

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Appointment, Person, PlanTemplate
from rectification.redaction.check import names_in, visible


@transaction.atomic
def enter_template(
    *,
    office: Appointment,
    text: str,
    deliverable: str,
    sector: str = "",
    level: str = "",
) -> PlanTemplate:
    """Offer a measure from now on; it names nobody, for a template is for all."""
    words = {"text": text.strip(), "deliverable": deliverable.strip()}
    errors = _faults(words)
    if errors:
        raise InvalidInput(errors, rule="T13")
    return PlanTemplate.objects.create(
        committee_id=office.jurisdiction_id,
        sector=sector,
        level=level,
        entered_by=office.person,
        entered_at=timezone.now(),
        **words,
    )


@transaction.atomic
def end_template(*, template: PlanTemplate, office: Appointment) -> None:
    """Offer it no more; plans that took it over keep their words."""
    locked = PlanTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    if locked.ended_at is not None:
        raise CaseError(_("The template has ended already."), rule="T13")
    locked.ended_by, locked.ended_at = office.person, timezone.now()
    locked.save()


def _faults(words: dict[str, str]) -> dict[str, str | Promise]:
    errors: dict[str, str | Promise] = {}
    people = list(Person.objects.values_list("name", flat=True))
    for name, text in words.items():
        if not text:
            errors[name] = _("Fill this in.")
        elif names_in(visible(text), people):
            errors[name] = _("A template names nobody; reword it.")
    return errors
