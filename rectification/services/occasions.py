"""Records of visits, supervision checks and meetings: entered, corrected (docs/rules.md 3.4)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Occasion, Organisation, Person
from rectification.models.history import without_history
from rectification.policies.occasions import entering_offices, why_not_correct, why_not_enter
from rectification.policies.plausible import why_not_past
from rectification.policies.reasons import REASON_MINIMUM, allow
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
    errors |= _nobody_there(source, people, present)
    if errors:
        raise InvalidInput(errors, rule="3.4")
    occasion = Occasion.objects.create(
        source=source,
        kind=kind,
        organisation=organisation,
        held_on=held_on,
        finding=finding.strip(),
        present=present,
        entered_for=entering_offices(by, source, organisation)[0].organisation,
        entered_by=by,
        entered_at=timezone.now(),
        page=page,
    )
    occasion.people.set(people)
    return occasion


@transaction.atomic
def correct_occasion(
    *,
    occasion: Occasion,
    by: Person,
    reason: str,
    kind: str,
    organisation: Organisation,
    held_on: date,
    finding: str,
    people: Collection[Person] = (),
    present: int | None = None,
) -> Occasion:
    """Another version of the record, with the reason; the former one stays in its history."""
    locked = Occasion.objects.select_for_update().get(pk=occasion.pk)
    allow(why_not_correct(by, locked))
    if organisation.pk != locked.organisation_id:
        allow(why_not_enter(by, locked.source, organisation))
    refuse_secret(False, finding, reason)
    errors = _faults(locked.source, kind, organisation, held_on, finding)
    errors |= _nobody_there(locked.source, people, present)
    errors |= _why_not_reason(reason)
    if errors:
        raise InvalidInput(errors, rule="3.4")
    wanted = {
        "kind": kind,
        "organisation": organisation,
        "held_on": held_on,
        "finding": finding.strip(),
        "present": present,
    }
    same_people = set(locked.people.all()) == set(people)
    if same_people and all(getattr(locked, name) == value for name, value in wanted.items()):
        raise CaseError(_("Nothing is different from before."), rule="3.4")
    for name, value in wanted.items():
        setattr(locked, name, value)
    locked.corrected_at, locked.correction_reason = timezone.now(), reason.strip()
    with without_history(locked):
        locked.people.set(people)
    locked.save()
    return locked


def _why_not_reason(reason: str) -> dict[str, str | Promise]:
    if len(reason.strip()) < REASON_MINIMUM:
        told = _("Give the reason in at least ten characters; the other side will read it.")
        return {"reason": told}
    return {"reason": why} if (why := _names(reason)) else {}


def _nobody_there(
    source: str, people: Collection[Person], present: int | None
) -> dict[str, str | Promise]:
    if people or present:
        return {}
    field = "people" if "people" in source_of(source).fields else "present"
    return {field: _("Say who, or how many, were there.")}


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
    elif why := _names(finding):
        errors["finding"] = why
    return errors


def _names(text: str) -> str:
    """What is wrong with a text that names somebody; empty for one that names nobody."""
    found = names_in(visible(text), Person.objects.values_list("name", flat=True))
    told = _("The text names %(names)s; reword it without the name.")
    return told % {"names": listed(found)} if found else ""
