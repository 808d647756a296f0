"""更正: a registered fact is set right, the former one is kept (docs/rules.md 4.10)."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import CaseLevel, EventVerb, Severity, Step
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, CaseEvent, Correction
from rectification.policies.actors import Actor
from rectification.policies.correcting import why_not_correct_case
from rectification.policies.owners import fits_level
from rectification.policies.plausible import why_not_past
from rectification.policies.reasons import allow, require_reason
from rectification.policies.recusal import require_free
from rectification.selectors.corrections import facts_to_correct
from rectification.services.audience import author_people, owner_people
from rectification.services.events import record_event
from rectification.services.public_texts import refuse_betraying
from rectification.services.secrecy import refuse_secret

Facts = Mapping[str, str | date]


def correct_case(*, case: Case, actor: Actor, facts: Facts, reason: str) -> CaseEvent:
    """Set right what `facts` say otherwise than the case; author and owner are told.

    Whoever is not free in the case corrects nothing in it.
    """
    allow(why_not_correct_case(case))
    require_free(actor, Step.TRIAGE, case)
    text = require_reason(reason, rule="4.10")
    told = {name: _clean(value) for name, value in facts.items()}
    offered = [fact for fact in facts_to_correct(case) if fact in told]
    changed: dict[str, str | date] = {
        fact.value: told[fact] for fact in offered if told[fact] != getattr(case, fact)
    }
    if not changed:
        raise CaseError(_("Nothing is different from before."), rule="4.10")
    _check(case, actor, told, changed, text)
    before = {fact: _stored(getattr(case, fact)) for fact in changed}
    for fact, value in changed.items():
        setattr(case, fact, value)
    case.save()
    event = record_event(case=case, verb=EventVerb.CORRECTED, actor=actor, text=text)
    for fact in changed:
        new = _stored(getattr(case, fact))
        Correction.objects.create(event=event, fact=fact, old=before[fact], new=new)
    people = dict.fromkeys([*owner_people(case), *author_people(case)])
    recipients = [person for person in people if person != actor.person]
    notifications.queue(kind="corrected", recipients=recipients, case=case, event=event)
    return event


def _clean(value: str | date) -> str | date:
    return value.strip() if isinstance(value, str) else value


def _stored(value: str | date) -> str:
    return value.isoformat() if isinstance(value, date) else value


def _check(case: Case, actor: Actor, facts: Facts, changed: Facts, reason: str) -> None:
    texts = {name: value for name, value in changed.items() if isinstance(value, str)}
    refuse_secret(False, *texts.values(), reason)
    errors = _faults(case, facts, changed)
    if errors:
        raise InvalidInput(errors, rule="4.10")
    refuse_betraying(case, actor, reason=reason, **texts)


def _faults(case: Case, facts: Facts, changed: Facts) -> dict[str, str | Promise]:
    errors: dict[str, str | Promise] = {}
    if changed.get("title") == "":
        errors["title"] = _("Give the problem a title.")
    if not fits_level(str(changed.get("category", case.category)), case.level):
        errors["category"] = _("This check type belongs to another level; choose one that fits.")
    day = changed.get("found_on")
    if isinstance(day, date) and (why := _why_not_found_on(case, day)):
        errors["found_on"] = why
    now = {"severity": case.severity, "severity_reason": case.severity_reason, **facts}
    if now["severity"] != Severity.ORDINARY and not now["severity_reason"]:
        errors["severity_reason"] = _("Say why the problem is more than ordinary.")
    if case.level == CaseLevel.MEMBER and changed.get("standard_ref") == "":
        errors["standard_ref"] = _("Name the rule that was not met; persons are judged by rules.")
    return errors


def _why_not_found_on(case: Case, day: date) -> str:
    """It was found before it was handed in."""
    last = timezone.localdate(case.submitted_at) if case.submitted_at else day
    if day > last:
        return _("The problem was found before it was handed in; choose an earlier day.")
    return why_not_past(day)
