"""Entering records of visits, supervision checks and meetings (docs/rules.md 3.4)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification.exceptions import InvalidInput
from rectification.models import Occasion, Organisation, Person
from rectification.policies.occasions import why_not_enter
from rectification.policies.plausible import why_not_past
from rectification.policies.reasons import allow
from rectification.redaction.check import names_in, visible
from rectification.services.pages import written_before
from rectification.services.secrecy import refuse_secret
from rectification.sources import source_of
from rectification.wording import listed

FINDING_MINIMUM = 10


@transaction.atomic
def enter_occasion(
    *,
    by: Person,
    source: str,
    kind: str,
    organisation: Organisation,
    held_on: date,
    finding: str,
    people: Collection[Person] = (),
    present: int | None = None,
    page: UUID | None = None,
) -> Occasion:
    """Keep what was found; it names nobody and says who, or how many, were there."""
    before = written_before(Occasion, by=by, field="entered_by", page=page)
    if before is not None:
        return before
    allow(why_not_enter(by, source, organisation))
    refuse_secret(False, finding)
    errors = _faults(source, kind, organisation, held_on, finding)
    if not people and not present:
        field = "people" if "people" in source_of(source).fields else "present"
        errors[field] = _("Say who, or how many, were there.")
    if errors:
        raise InvalidInput(errors, rule="3.4")
    occasion = Occasion.objects.create(
        source=source,
        kind=kind,
        organisation=organisation,
        held_on=held_on,
        finding=finding.strip(),
        present=present,
        entered_by=by,
        entered_at=timezone.now(),
        page=page,
    )
    occasion.people.set(people)
    return occasion


def _faults(
    source: str, kind: str, organisation: Organisation, held_on: date, finding: str
) -> dict[str, str | Promise]:
    errors: dict[str, str | Promise] = {}
    if kind not in source_of(source).occasions_at(organisation.kind):
        errors["kind"] = _("Choose a kind that belongs to this record.")
    if why := why_not_past(held_on):
        errors["held_on"] = why
    if len(finding.strip()) < FINDING_MINIMUM:
        errors["finding"] = _("Say in at least ten characters what was found.")
    elif found := names_in(visible(finding), Person.objects.values_list("name", flat=True)):
        told = _("The text names %(names)s; reword it without the name.")
        errors["finding"] = told % {"names": listed(found)}
    return errors
