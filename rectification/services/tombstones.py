"""What goes of a case in the end, and what stays: the one way to an erasure (rules 10, T8).

The chain of the case stays whole: events, versions and files keep their hashes, and the last event
says that the rest went lawfully. The account of whoever acted stands in it for ever, as a number.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.enums import EventVerb, RetentionKind
from rectification.exceptions import CaseError
from rectification.models import (
    ActReceipt,
    Case,
    CaseEvent,
    CaseParty,
    Copy,
    IdentityRequest,
    InAppNotice,
    OutboxMessage,
    Person,
    RecusalRequest,
    RetentionRule,
    RetentionRun,
    Tombstone,
    WorkItem,
    WorkItemBar,
)
from rectification.models.history import without_history
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.merging import entries_of
from rectification.policies.retention import NUMBER
from rectification.selectors.retention import tombstone_of
from rectification.services.erasure import erase_case, keys_of
from rectification.services.events import record_event

NOBODY_CODES: Final = ("0-1", "0-2")
"""Codes of the rows that stand where the database asks for a person and nobody is to be named: two,
so that it still finds different hands where owner and author met in one row."""

_DECIDED: Final = {IdentityRequest: "decided_by", RecusalRequest: "decided_by"}
"""Where the database asks for a person once it is decided, and for none before."""

_MESSAGES: Final = (OutboxMessage, InAppNotice, ActReceipt, Copy)
"""Deleted with the case: they say that somebody had to do with it."""


def require_words(*, case: Case) -> None:
    """Nothing is done in an erased case, or words would come to it anew."""
    if tombstone_of(case) is not None:
        raise CaseError(_("What the case said has been erased already."), rule=NUMBER)


def bury_case(
    *,
    case: Case,
    kind: RetentionKind,
    actor: Actor = SYSTEM,
    rule: RetentionRule | None = None,
    run: RetentionRun | None = None,
) -> Tombstone:
    """Erase the case and what joined it, forget whose it was, and leave a tombstone of each.

    The caller holds the lock and has asked `policies.retention.held_because`.
    """
    entries = entries_of(case)
    gone = set(Tombstone.objects.filter(case__in=entries).values_list("case", flat=True))
    for entry in entries:
        if entry.pk not in gone:
            _bury(entry, kind, actor, rule, run)
    return _bury(case, kind, actor, rule, run)


def _bury(
    case: Case,
    kind: RetentionKind,
    actor: Actor,
    rule: RetentionRule | None,
    run: RetentionRun | None,
) -> Tombstone:
    assert case.ended_at is not None
    registered = case.registered_at
    stone = Tombstone.objects.create(
        case=case,
        number=case.number or "",
        level=case.level,
        outcome=case.outcome,
        registered_on=timezone.localdate(registered) if registered else None,
        ended_on=timezone.localdate(case.ended_at),
        kind=kind,
        rule=rule,
        run=run,
        at=timezone.now(),
    )
    record_event(case=case, verb=EventVerb.ERASED, actor=actor, reference=f"tombstone:{stone.pk}")
    erase_case(case=case)
    forget_people(case=case)
    return stone


def forget_people(*, case: Case) -> None:
    """Whose case it was and who reported it: unlinked in every row and version but the events."""
    people = [pk for pk in dict.fromkeys([case.owner_person_id, case.author_id]) if pk]
    for told in _MESSAGES:
        told._base_manager.filter(case=case).delete()
    if people:
        keys = keys_of(case)
        for beside in (CaseParty, WorkItem):
            rows = beside._base_manager.filter(case=case)
            keys[beside] = set(rows.values_list("pk", flat=True))
        WorkItemBar.objects.filter(item__case=case, person__in=people).delete()
        _forget_parties(case, people)
        for model, found in keys.items():
            if model is not CaseEvent:
                _unlink(model, found, people)
    case.refresh_from_db()


def _forget_parties(case: Case, people: Sequence[int]) -> None:
    for party in CaseParty.objects.filter(case=case, person__in=people):
        with without_history(party):
            party.delete()
    CaseParty.history.filter(case_id=case.pk, person_id__in=people).update(
        person=None, history_salt=""
    )


def _unlink(model: type[models.Model], keys: set[int], people: Sequence[int]) -> None:
    fields: list[Any] = [f for f in model._meta.local_fields if f.related_model is Person]
    history: Any = getattr(model, "history", None)
    for field in fields:
        is_asked_for = not field.null or _DECIDED.get(model) == field.name
        for person, code in zip(people, NOBODY_CODES, strict=False):
            rows = model._base_manager.filter(pk__in=keys, **{field.name: person})
            if rows.exists():
                rows.update(**{field.name: _nobody(code) if is_asked_for else None})
        if history is not None:
            named = {f"{model._meta.pk.attname}__in": keys, f"{field.name}__in": people}
            history.filter(**named).update(**{field.name: None}, history_salt="")


def _nobody(code: str) -> Person:
    return Person.objects.get_or_create(code=code, defaults={"name": code})[0]
