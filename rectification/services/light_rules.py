"""Keeping light rules: enter a version, try it, confirm it (docs/rules.md 4.5, “Lights”)."""

from collections.abc import Callable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.exceptions import InvalidInput, NotAllowed
from rectification.models import LightRule, Organisation, Person
from rectification.policies.authority import authority_of, holders_in
from rectification.policies.lights import KEEPING, keeping_places, why_not_confirm, why_not_from
from rectification.policies.reasons import allow


@transaction.atomic
def enter_light_rule(
    *, by: Person, committee: Organisation, in_force_from: date, thresholds: Mapping[str, int]
) -> LightRule:
    """A version as a whole; it counts when it was tried and a second person has confirmed it."""
    versions = _versions(by, committee)
    allow(why_not_from(in_force_from, versions))
    rule = LightRule(
        committee=committee,
        in_force_from=in_force_from,
        entered_by=by,
        entered_at=timezone.now(),
        **thresholds,
    )
    errors = _faults(rule)
    if errors:
        raise InvalidInput(errors, rule="4.5")
    rule.save()
    notifications.queue(
        kind="light_rule_entered",
        recipients=holders_in(committee, KEEPING, but=by),
        about=f"light_rule:{rule.pk}",
    )
    return rule


def _faults(rule: LightRule) -> dict[str, str | Promise]:
    if rule.faults_red <= rule.faults_yellow:
        return {"faults_red": _("Red comes after more returns than yellow.")}
    try:
        rule.clean_fields()
    except ValidationError as error:
        return {name: " ".join(texts) for name, texts in error.message_dict.items()}
    return {}


def try_light_rule(*, rule: LightRule, by: Person) -> None:
    """Note that somebody asked what would change colour; the page shows it."""

    def note(locked: LightRule, _versions: list[LightRule]) -> None:
        if locked.confirmed_at is None:
            locked.tried_by, locked.tried_at = by, timezone.now()

    _change(rule, by, note)


def confirm_light_rule(*, rule: LightRule, by: Person) -> None:
    """From its day on the lights of the township follow it."""

    def confirm(locked: LightRule, versions: list[LightRule]) -> None:
        allow(why_not_confirm(locked, by, versions))
        locked.confirmed_by, locked.confirmed_at = by, timezone.now()

    _change(rule, by, confirm)


@transaction.atomic
def _change(
    rule: LightRule, by: Person, change: Callable[[LightRule, list[LightRule]], None]
) -> None:
    versions = _versions(by, rule.committee)
    locked = next(row for row in versions if row.pk == rule.pk)
    change(locked, versions)
    locked.save()


def _versions(by: Person, committee: Organisation) -> list[LightRule]:
    """Every version of the township under its lock, if he keeps its light rules."""
    if committee not in keeping_places(authority_of(by.user)):
        raise NotAllowed(
            _("Light rules are kept by the leading group office and the organisation office."),
            rule="4.5",
        )
    Organisation.objects.select_for_update(no_key=True).get(pk=committee.pk)
    return list(committee.light_rules.order_by("pk"))
