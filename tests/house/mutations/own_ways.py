"""Rules whose answer is a thing of its own: in which ways each of them is weakened."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from rectification.calendar.clocks import Clock
from rectification.enums import (
    AccessPurpose,
    CaseLevel,
    Criterion,
    LightColour,
    LookBackKind,
    PublicationPurpose,
    PublicationScope,
    Step,
)
from rectification.models import Appointment, LightRule, Membership, Organisation, Person
from rectification.policies import (
    actors,
    authority,
    ballots,
    bars,
    chains,
    check_rounds,
    confirming,
    days,
    evidence,
    facts,
    figures,
    objections,
    owner_kinds,
    places,
    plain_copies,
    readings,
    resolution,
    theme_days,
    uploads,
    verifiers,
    visibility,
)
from rectification.policies.places import At
from rectification.roles import Role

Way = Callable[..., Any]


def _last_committee(*_asked: Any) -> Organisation:
    """Right in a house of one township, wrong in one of two."""
    return Organisation.objects.filter(kind="committee").order_by("pk").last()


def _everybody() -> list[Person]:
    return list(Person.objects.all())


def _whenever(_rule: Any, user: Any) -> Any:
    """Offices and memberships of any time, confirmed or not, of a disabled account as well."""
    now = _rule(user)
    offices = Appointment.objects.filter(person=user.person)
    memberships = Membership.objects.filter(person=user.person)
    return authority.Authority(
        person=user.person,
        appointments=tuple(offices.select_related("organisation", "jurisdiction")),
        memberships=tuple(memberships.select_related("organisation")),
        grants=now.grants,
        deputyships=now.deputyships,
    )


def _first_asked(_rule: Any, step: str, case: Any, rule: Any, **given: Any) -> Any:
    """The first office of the chain takes the step, whoever sits there."""
    first = next(iter(rule(case)), None)
    if first is None:
        return _rule(step, case, rule, **given)
    return resolution.Holder(*first, chain=(first,))


def _all_free(_rule: Any, case: Any) -> Any:
    discipline = authority.in_office(Role.DIS, places.body(case, Role.DIS), days.today())
    return verifiers.Pool(list(discipline), _everybody(), _everybody(), {})


def _as_the_first(rule: Any, ways: Any, _sort: Any) -> Any:
    return rule(ways, lambda _case: next(iter(ways)))


def _first_for_all(rule: Any) -> Any:
    ways = rule()
    return dict.fromkeys(ways, next(iter(ways.values())))


def _any_office(_rule: Any, asked: Any) -> Any:
    return next(iter(asked.appointments), None)


def _any_office_of_case(_rule: Any, _about: Any, asked: Any) -> Any:
    return next(iter(asked.appointments), None)


def _unlooked(_rule: Any, upload: Any) -> Any:
    content = upload.read()
    return uploads.SoundFile(upload.name, ".pdf", content, plain_copies.PlainCopy(content))


OWN_WAYS: Final[dict[str, dict[str, Way]]] = {
    "absence.present": {
        "everybody": lambda _rule, people, _day: {person.pk for person in people},
    },
    "actors.Actor.hand": {"nobody's": lambda _rule, actor: actor.person},
    "actors.Actor.principal": {"himself": lambda _rule, actor: actor.hand},
    "bars.bars_of": {
        "nothing bars": lambda *_asked: bars.Bars((), (), by_any_act=False),
        "any act bars": lambda rule, step: replace(rule(step), verbs=(), by_any_act=True),
        "whatever office": lambda rule, step: replace(rule(step), roles=frozenset()),
    },
    "chains.always": {"backwards": lambda rule, *places: rule(*reversed(places))},
    "chains.by_sort": {"all as the first": _as_the_first},
    "chains.body_of": {"the office": lambda rule, _role: rule(Role.OFF)},
    "authority.Authority.roles_with": {"every role": lambda *_asked: set(Role.values)},
    "authority.Authority.offices": {
        "every office": lambda *_asked: {
            (pk, role) for pk in Organisation.objects.values_list("pk", flat=True) for role in Role
        },
    },
    "authority.authority_of": {"whenever": _whenever},
    "authority.committee_above": {"another township": _last_committee},
    "confirming.confirmers_of": {
        "another township": lambda _rule, _at, day: confirming.Confirmers(_last_committee(), day),
    },
    "criteria.not_asked": {"all of them": lambda *_asked: frozenset(Criterion)},
    "days.today": {"a day late": lambda rule: rule() - timedelta(days=1)},
    "days.start_of": {"a day late": lambda rule, day: rule(day + timedelta(days=1))},
    "deputies.Deputyship.delegator": {"the deputy": lambda _rule, one: one.delegation.deputy},
    "deputies.Deputyship.steps": {"every step": lambda *_asked: frozenset(Step)},
    "document_numbers.code_for": {
        "its own alone": lambda _rule, organisation: organisation.document_code,
    },
    "issuing.about_of": {"always the same": lambda *_asked: "order:1"},
    "issuing.handling_office": {
        "in any office": lambda _rule, _case, rights, _paper: next(iter(rights.appointments), None),
    },
    "issuing.issuing_office": {
        "in any office": lambda _rule, _case, rights, _kind: next(iter(rights.appointments), None),
    },
    "paper_templates.keeping_office": {"in any office": _any_office},
    "paper_templates.deciding_office": {"in any office": _any_office},
    "holding.deputyship_for": {
        "any of his": lambda _rule, _item, rights: next(iter(rights.deputyships), None),
    },
    "holding.acting_on": {
        "in his own name": lambda _rule, item, rights: actors.for_item(rights.person, item),
    },
    "ladder.Ladder.reference": {
        "whatever the deadline": lambda _rule, _ladder, rung: f"rung:{rung.name}",
    },
    "lights.standard": {"never soon": lambda _rule: LightRule(soon_days=0)},
    "lights.time_light": {"green": lambda *_asked, **_given: LightColour.GREEN},
    "lights.rectification_light": {"green": lambda *_asked: LightColour.GREEN},
    "lights.caught_up": {"forgotten": lambda _rule, colour, _marks: colour},
    "lights.quality_light": {"green": lambda *_asked: LightColour.GREEN},
    "look_back_draws.sample_size": {"one alone": lambda *_asked: 1},
    "look_back_draws.quarter_before": {
        "a quarter later": lambda rule, day: rule(day.replace(day=1) + timedelta(days=93))
    },
    "look_backs.looker_ways": {"the first for all": _first_for_all},
    "look_backs.good_reviews": {"one more": lambda rule, case: rule(case) + 1},
    "look_backs.hold_assigning": {"nobody": lambda *_asked: resolution.Holder()},
    "look_backs.kind_for": {"always a review": lambda *_asked: LookBackKind.REVIEW},
    "reclassifications.last_long_term_day": {
        "a year more": lambda rule, *asked: rule(*asked) + timedelta(days=365),
    },
    "limits.rectification_clock": {"the longest": lambda *_asked: Clock.RECTIFY_INSPECTION},
    "limits.rectification_limit": {
        "a year more": lambda rule, case, start, calendar, *asked: rule(
            case, start + timedelta(days=365), calendar, *asked
        ),
    },
    "merging.master_of": {"itself": lambda _rule, case: case},
    "owners.level_of": {"a branch's": lambda *_asked: CaseLevel.BRANCH},
    "similarity.similarity": {
        "all alike": lambda *_asked: 1.0,
        "none alike": lambda *_asked: 0.0,
    },
    "routing.told_by": {
        "without words": lambda rule, case, *_more: replace(rule(case), words=""),
        "the case's words only": lambda rule, case, *_more: rule(case),
    },
    "routing.first_fitting": {
        "the last": lambda rule, rules, told: rule(reversed(list(rules)), told),
    },
    "owner_kinds.row_of": {
        "a member's": lambda *_asked: owner_kinds.TABLE[owner_kinds.OwnerKind.MEMBER]
    },
    "owner_kinds.owner_kind": {"a member": lambda *_asked: owner_kinds.OwnerKind.MEMBER},
    "objections.handler_of": {
        "the office": lambda *_asked: chains.always(chains.body_of(Role.OFF)),
        "never the leading group": lambda _rule, objection: chains.always(
            *objections.HANDLERS[objection.kind]
        ),
    },
    "ballots.result_of": {
        "always reached": lambda *_asked: ballots.Result(100, ballots.LEAST),
        "always too few": lambda *_asked: ballots.Result(),
    },
    "objections.reviewer_of": {
        "discipline always": lambda *_asked: chains.always(chains.body_of(Role.DIS)),
        "the leading group always": lambda *_asked: chains.always(chains.body_of(Role.LG)),
    },
    "objections.last_day_of_review": {
        "today": lambda *_asked: timezone.localdate(),
        "never": lambda *_asked: None,
    },
    "papers.speaker_of": {
        "the author without a paper": lambda _rule, _case, actor, _signed: actor.principal,
        "the hand": lambda _rule, _case, actor, _signed: actor.hand,
    },
    "evidence.check_made_on": {
        "never late": lambda _rule, *, made_on, **_given: evidence.Made(made_on),
    },
    "embedded_pictures.without_marks": {"kept": lambda content: content},
    "pictures.pixels_of": {"none": lambda *_asked: 0},
    "pictures.distance": {"far": lambda *_asked: 64, "near": lambda *_asked: 0},
    "places.office_at": {
        "the owner's own": lambda _rule, case, role, _at: (role, case.owner_organisation),
    },
    "paper_box.opening_office": {
        "the first": lambda _rule, person, _organisation: person.appointments.earliest("pk"),
    },
    "paper_box.told_ballots": {"always": lambda _rule, opening, _day: opening.ballots},
    "places.owner_organisation": {"or none": lambda _rule, case: case.owner_organisation},
    "places.body": {
        "another township's": lambda _rule, _case, role: Organisation.objects.filter(
            appointments__role=role
        ).last(),
    },
    "places.owner_office": {"a secretary's": lambda _rule, organisation: (Role.SEC, organisation)},
    "plausible.why_not_past": {"nothing wrong": lambda *_asked, **_given: ""},
    "plausible.why_too_early": {"nothing wrong": lambda *_asked, **_given: ""},
    "publication.default_scope": {"society": lambda *_asked: PublicationScope.SOCIETY},
    "publication.max_scope": {"society": lambda *_asked: PublicationScope.SOCIETY},
    "publication.scopes_for": {"every scope": lambda *_asked: list(PublicationScope)},
    "publication.readers": {"every circle": lambda *_asked: frozenset(PublicationScope)},
    "publication.end_of": {"a day early": lambda rule, day: rule(day - timedelta(days=1))},
    "disclosures.step_of": {"the same step": lambda _rule, step, _purpose: step},
    "disclosures.purpose_due": {"always lists": lambda *_asked: PublicationPurpose.LISTS},
    "disclosures.beginning_office": {"in any office": _any_office_of_case},
    "narrowing.narrowing_office": {"in any office": _any_office_of_case},
    **dict.fromkeys(
        (
            "readings.at_step",
            "readings.acting",
            "readings.by_office",
            "readings.on_lists",
            "readings.capacity_in",
        ),
        {"for a list": lambda *_asked, **_given: readings.Capacity(AccessPurpose.LIST)},
    ),
    "retention.Period.after": {
        "a day early": lambda rule, period, day: rule(period, day) - timedelta(days=1),
    },
    "retention.Period.before": {
        "a day late": lambda rule, period, day: rule(period, day) + timedelta(days=1),
    },
    "retention.Period.least_days": {"no time": lambda *_asked: 0},
    "retention.held_because": {"by nothing": lambda *_asked: ""},
    "reasons.require_reason": {"as it is": lambda _rule, reason, **_given: reason},
    "receipts.random_code": {"always the same": lambda *_asked: "2222-2222-2222"},
    "receipts.hash_of": {"the code itself": lambda _rule, code, **_given: code[:64]},
    "recusal.decider": {
        "he himself": lambda _rule, _case, person: resolution.Holder(person=person),
    },
    "recusal.decider_ways": {
        "no heads": lambda rule: {
            role: tuple(place for place in asked if place[1] != At.HEAD)
            for role, asked in rule().items()
        },
    },
    "recusal.acting_offices": {"any office": lambda _rule, rights: list(rights.appointments)},
    "recusal.entering_office": {
        "any office": lambda _rule, _case, rights: next(iter(rights.appointments), None),
    },
    "recusal.office_of": {
        "the first": lambda _rule, _case, person: person.appointments.order_by("pk").first(),
    },
    "rehabilitation.reach_of": {"one notice": lambda rule, notices: rule(notices[:1])},
    "reporting.reporting_office": {
        "any office": lambda _rule, rights, _at: next(iter(rights.appointments), None),
    },
    "referral_circle.hold_answer": {"nobody": lambda *_asked: resolution.Holder()},
    "referral_circle.hold_sending": {"nobody": lambda *_asked: resolution.Holder()},
    "referrals.organisation_now": {"as it was": lambda _rule, referral: referral.organisation},
    "resolution.hold": {"whoever is first": _first_asked},
    "resolution.office": {"the office": lambda rule, _role: rule(Role.OFF)},
    "resolution.hold_naming": {
        "discipline": lambda _rule, step, case: resolution.hold(
            step, case, resolution.office(Role.DIS)
        ),
    },
    "resolution.naming_ways": {
        "always both": lambda rule: dict.fromkeys(rule(), next(iter(rule().values()))),
    },
    "facts.facts_of": {"no part": lambda _rule, case: facts.Facts(case=case)},
    "uploads.SoundFile.content": {"as handed in": lambda _rule, file: file.original},
    "uploads.SoundFile.content_type": {"a page": lambda *_asked: "text/html"},
    "uploads.sound_files": {
        "unlooked at": lambda _rule, files: [_unlooked(None, f) for f in files]
    },
    "uploads.sound_file": {"unlooked at": _unlooked},
    "uploads.clean_name": {"as it is": lambda _rule, name: name},
    "verifiers.pool_of": {"all are free": _all_free},
    "verifiers.choice_of": {
        "everybody": lambda *_asked: verifiers.Choice(_everybody(), _everybody()),
    },
    "verifiers.told_ground": {"to anybody": lambda _rule, ground, _role: str(ground.label)},
    "visibility.fields_of": {
        "everything": lambda *_asked: frozenset(visibility.Field),
    },
    "visibility.standings_in": {
        "every standing": lambda *_asked, **_given: frozenset(visibility.SIGHT),
    },
    "check_rounds.half_time": {"at once": lambda _rule, round_: round_.starts_on},
    "check_rounds.last_days": {"at the end": lambda _rule, round_, _calendar: round_.ends_on},
    "check_rounds.level_of": {
        "always a branch": lambda _rule, _node: check_rounds.CaseLevel.BRANCH,
        "always the committee": lambda _rule, _node: check_rounds.CaseLevel.COMMITTEE,
    },
    "check_rounds.opening_office": {"in any office": _any_office},
    "figures.percent": {"rounded": lambda _rule, count, total: round(100 * count / total)},
    "figures.share_of": {
        "says everything": lambda _rule, count, total: figures.Share(
            figures.Shown.EXACT, count, total
        ),
    },
    "negative_list.why_not_conduct": {"takes everything": lambda _rule, _text: ""},
    "negative_list.publishing_office": {"in any office": _any_office},
    "theme_days.next_theme_day": {
        "the one of this month": lambda _rule, day: day.replace(day=theme_days.THEME_DAY),
        "a day late": lambda rule, day: rule(day) + timedelta(days=1),
    },
    "townships.office_for": {
        "in any office": lambda _rule, _case, authority, role: next(
            office for office in authority.appointments if office.role == role
        ),
    },
    "townships.own_township": {"the last one": _last_committee},
}
