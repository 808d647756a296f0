"""Keeping routing rules: enter, try, confirm, move, end (docs/rules.md 3.5)."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Organisation, Person, RoutingRule
from rectification.permissions import TRIAGE_CASES
from rectification.policies.authority import authority_of
from rectification.policies.reasons import allow
from rectification.policies.routing import why_not_confirm
from rectification.redaction.check import names_in, visible


@transaction.atomic
def enter_rule(
    *,
    by: Person,
    committee: Organisation,
    name: str,
    source: str = "",
    category: str = "",
    organisation: Organisation | None = None,
    keyword: str = "",
    owner: Organisation | None = None,
    deadline_class: str = "",
    severity: str = "",
) -> RoutingRule:
    """Put a rule behind the others; it counts when it was tried and confirmed."""
    _check_keeper(by, committee)
    _lock(committee)
    rule = RoutingRule(
        committee=committee,
        position=_last(committee) + 1,
        name=name.strip(),
        source=source,
        category=category,
        organisation=organisation,
        keyword=keyword.strip(),
        owner=owner,
        deadline_class=deadline_class,
        severity=severity,
        entered_by=by,
        entered_at=timezone.now(),
    )
    errors = _faults(rule)
    if errors:
        raise InvalidInput(errors, rule="3.5")
    rule.save()
    return rule


def _faults(rule: RoutingRule) -> dict[str, str | Promise]:
    """A rule asks and proposes something, and picks nobody out by name (guard-rail 0.1)."""
    errors: dict[str, str | Promise] = {}
    if not (rule.source or rule.category or rule.organisation or rule.keyword):
        errors["source"] = _("Give at least one condition.")
    if not (rule.owner or rule.deadline_class or rule.severity):
        errors["owner"] = _("Say what is proposed: owner, deadline class or severity.")
    people = Person.objects.values_list("name", flat=True)
    for field, text in (("name", rule.name), ("keyword", rule.keyword)):
        if names_in(visible(text), people):
            errors[field] = _("A rule picks nobody out by name; reword it.")
    return errors


@transaction.atomic
def try_rule(*, rule: RoutingRule, by: Person) -> None:
    """Note that somebody asked what the rule would have proposed; the page shows it."""
    locked = _kept(rule, by)
    if locked.ended_at is None and locked.confirmed_at is None:
        locked.tried_by, locked.tried_at = by, timezone.now()
        locked.save()


@transaction.atomic
def confirm_rule(*, rule: RoutingRule, by: Person) -> None:
    """From now on the rule proposes."""
    locked = _kept(rule, by)
    allow(why_not_confirm(locked))
    locked.confirmed_by, locked.confirmed_at = by, timezone.now()
    locked.save()


@transaction.atomic
def end_rule(*, rule: RoutingRule, by: Person) -> None:
    """From now on the rule proposes nothing; it stays on record."""
    locked = _kept(rule, by)
    if locked.ended_at is not None:
        raise CaseError(_("The rule has ended already."), rule="3.5")
    locked.ended_by, locked.ended_at = by, timezone.now()
    locked.save()


@transaction.atomic
def move_rule(*, rule: RoutingRule, by: Person, up: bool) -> None:
    """Change places with the rule before or behind it; at the end of the row nothing moves."""
    locked = _kept(rule, by)
    others = RoutingRule.objects.filter(committee=locked.committee, ended_at__isnull=True)
    if up:
        other = others.filter(position__lt=locked.position).order_by("-position").first()
    else:
        other = others.filter(position__gt=locked.position).order_by("position").first()
    if other is None or locked.ended_at is not None:
        return
    locked.position, other.position = other.position, locked.position
    locked.save()
    other.save()


def _kept(rule: RoutingRule, by: Person) -> RoutingRule:
    """The rule under the lock of its township, if he keeps its rules."""
    _check_keeper(by, rule.committee)
    _lock(rule.committee)
    return RoutingRule.objects.select_related("committee").get(pk=rule.pk)


def _check_keeper(by: Person, committee: Organisation) -> None:
    if not authority_of(by.user).may(TRIAGE_CASES, committee):
        raise NotAllowed(
            _("Routing rules are kept by the office that takes problems in; ask it."), rule="3.5"
        )


def _lock(committee: Organisation) -> None:
    """Positions are given one after the other."""
    Organisation.objects.select_for_update(no_key=True).get(pk=committee.pk)


def _last(committee: Organisation) -> int:
    rows = RoutingRule.objects.filter(committee=committee)
    return rows.aggregate(last=Max("position"))["last"] or 0
