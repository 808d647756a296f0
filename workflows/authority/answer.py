"""What the command `authority` prints: codes and rules, nothing of what a case says."""

from collections.abc import Iterator
from typing import Any

from rectification.enums import CaseLevel, RecusalGround
from rectification.exceptions import CaseError, NotVisible
from rectification.models import Case, User, WorkItem
from rectification.policies.authority import Authority
from rectification.policies.days import today
from rectification.policies.holding import ground_of, why_not
from rectification.roles import Role
from rectification.selectors.casefile import open_items
from rectification.selectors.cases import WayIn, shut_by, visible_to, ways_in
from rectification.selectors.sight import sight_of
from rectification.web.wish import Wish
from rectification.web.wishes import wishes_of
from workflows import act
from workflows.authority.own import Office, OwnAuthority, StandingIn, own_authority_of

Answer = dict[str, Any]


def answer_about(user: User, case: Case | None = None) -> Answer:
    own = own_authority_of(user)
    answer: Answer = {
        "username": user.username,
        "active": user.is_active,
        "day": today().isoformat(),
        "appointments": [_appointment(office) for office in own.offices],
        "memberships": _memberships(own),
        "deputyships": [_deputyship(standing_in) for standing_in in own.standing_in],
    }
    if case is not None:
        answer["case"] = _of_case(user, own.authority, case)
    return answer


def _appointment(office: Office) -> Answer:
    row = office.appointment
    return {
        "role": str(row.role),
        "organisation": row.organisation.code,
        "duty": str(row.duty),
        "from": row.valid_from.isoformat(),
        "until": row.valid_to.isoformat() if row.valid_to else None,
        "mandate": row.mandate,
        "confirmed": row.confirmed_at is not None,
        "state": office.force.value,
        "reaches": row.jurisdiction.code,
        "rights": list(office.rights),
        "steps": [step.value for step in office.steps],
    }


def _memberships(own: OwnAuthority) -> list[Answer]:
    return [
        {
            "organisation": row.organisation.code,
            "kind": str(row.kind),
            "from": row.valid_from.isoformat(),
            "until": row.valid_to.isoformat() if row.valid_to else None,
            "steps": [step.value for step in own.member_steps],
        }
        for row in own.memberships
    ]


def _deputyship(standing_in: StandingIn) -> Answer:
    row = standing_in.deputyship.delegation
    return {
        "year": row.year,
        "number": row.number,
        "delegator": row.delegator.code,
        "role": str(row.appointment.role),
        "organisation": row.appointment.organisation.code,
        "scope": str(row.scope),
        "from": row.valid_from.isoformat(),
        "until": row.valid_to.isoformat(),
        "steps": [step.value for step in standing_in.steps],
    }


def _of_case(user: User, authority: Authority, case: Case) -> Answer:
    """The grounds are asked of the gate and of the act door themselves.

    Of a member's case it answers for offices alone: what opens it to the member as its owner or to
    a party, his own steps and acts, would tell whose case it is.
    """
    items = open_items(case)
    sees = visible_to(user, authority).filter(pk=case.pk).exists()
    ways = ways_in(case, authority) if sees else []
    acts = wishes_of(case, authority) if sees else []
    fields = sight_of(case, authority, items).fields if sees else frozenset()
    if case.level == CaseLevel.MEMBER:
        own = {item.step for item in items if item.role == Role.MEM}
        ways = [way for way in ways if way.by != "party" and way.what not in own]
        items = [item for item in items if item.role != Role.MEM]
        sees, acts, fields = bool(ways), [], fields if ways else frozenset()
    return {
        "number": case.number,
        "stage": str(case.stage),
        "sees": sees,
        "by": [_way_in(way) for way in ways],
        "shut_by": shut_by(case, authority),
        "fields": sorted(field.value for field in fields),
        "steps": [_step(item, authority) for item in items],
        "acts": [_act(wish) for wish in acts],
    }


def _way_in(way: WayIn) -> Answer:
    return {
        "by": way.by,
        "what": way.what,
        "organisation": way.organisation.code if way.organisation else "",
    }


def _step(item: WorkItem, authority: Authority) -> Answer:
    """Refused is whoever the door refuses; `ground` only where a recusal stands behind it."""
    ground = rule = ""
    try:
        act.check_of(authority, item)
    except CaseError as refusal:
        rule, ground = refusal.rule, _ground(item, authority)
    except NotVisible:
        why = why_not(item, authority)
        rule, ground = (why.rule if why else "4.9"), _ground(item, authority)
    return {
        "step": str(item.step),
        "role": str(item.role),
        "organisation": item.organisation.code if item.organisation else "",
        "may": not rule,
        "rule": rule,
        "ground": ground,
    }


def _ground(item: WorkItem, authority: Authority) -> str:
    """What follows from the record. What somebody declared or requested is told to himself, the
    office and the discipline committee, and not to whoever runs the server (4.1); nor is whose
    case a member's case is."""
    ground = ground_of(item, authority)
    if ground is None:
        return ""
    withheld = {RecusalGround.REQUESTED, *RecusalGround.declarable()}
    if item.case.level == CaseLevel.MEMBER:
        withheld.add(RecusalGround.OWN_CASE)
    return "recused" if ground in withheld else ground.value


def _act(wish: Wish) -> Answer:
    rule = wish.why_not.rule if wish.why_not else ""
    return {"act": wish.page, "may": not rule, "rule": rule}


def lines_of(answer: Answer) -> Iterator[str]:
    """The same in lines, for a terminal."""
    for key, value in answer.items():
        if isinstance(value, dict):
            yield f"{key}:"
            yield from (f"  {line}" for line in lines_of(value))
        elif isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
            yield f"{key}:"
            yield from (f"  - {_words(entry)}" for entry in value)
        else:
            yield f"{key}: {_word(value)}"


def _words(entry: Answer) -> str:
    return " · ".join(f"{key} {_word(value)}" for key, value in entry.items() if value != "")


def _word(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value in ("", None) else str(value)
