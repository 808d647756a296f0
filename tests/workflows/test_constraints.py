"""Separation of duties that the database itself refuses to break, one test per constraint."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, RecusalDecision
from rectification.models import (
    Notice,
    Objection,
    OrganisationRecusal,
    Plan,
    PublicationDecision,
    Recusal,
    RecusalRequest,
    Verification,
    VerificationAttempt,
)
from rectification.policies.days import today
from tests.workflows.play import Play

Row = Callable[[Play], Any]


def _plan(play: Play, **given: Any) -> Plan:
    return Plan.objects.create(
        case=play.case,
        version=9,
        round=1,
        cause="原因",
        target_outcome="目标",
        drafted_by=play.town.east.secretary,
        **given,
    )


def _publication(play: Play, **given: Any) -> PublicationDecision:
    values = {"scope": "S2", "proposed_by": play.town.officer, **given}
    return PublicationDecision.objects.create(
        case=play.case,
        round=1,
        version=9,
        proposed_role="OFF",
        proposed_at=timezone.now(),
        **values,
    )


def _objection(play: Play, **given: Any) -> Objection:
    return Objection.objects.create(
        case=play.case,
        notice=_notice(play),
        kind="facts",
        mode="anonymous",
        text="反映的问题不存在。",
        received_at=timezone.now(),
        timely=True,
        **given,
    )


def _notice(play: Play) -> Notice:
    day = today()
    return Notice.objects.create(
        case=play.case,
        decision=_publication(play),
        token="t" * 43,
        posted_by=play.town.pub,
        posted_at=timezone.now(),
        starts_on=day,
        ends_on=day,
        first_ends_on=day,
        widest_scope="S2",
    )


def _same_verifier_twice(play: Play) -> None:
    attempt = VerificationAttempt.objects.create(
        case=play.case,
        round=1,
        position=9,
        named_by=play.town.dis[0],
        named_at=timezone.now(),
    )
    for _ in range(2):
        Verification.objects.create(attempt=attempt, verifier=play.town.dis[1])


def _recusal(play: Play, **given: Any) -> Recusal:
    values = {"person": play.town.pse, "ground": "relative", "since": timezone.now(), **given}
    return Recusal.objects.create(case=play.case, **values)


def _request(play: Play, **given: Any) -> RecusalRequest:
    values = {
        "person": play.town.pse,
        "requested_by": play.town.east.secretary,
        "ground": "relative",
        **given,
    }
    return RecusalRequest.objects.create(
        case=play.case, reason="理由", requested_at=timezone.now(), **values
    )


def _decided(play: Play, **given: Any) -> RecusalRequest:
    return _request(play, decision=RecusalDecision.GRANTED, decided_at=timezone.now(), **given)


def _standing(play: Play, **given: Any) -> OrganisationRecusal:
    values = {"ground": "relative", "since": today(), **given}
    return OrganisationRecusal.objects.create(
        person=play.town.liaison, organisation=play.town.east.organisation, **values
    )


REFUSED: dict[str, Row] = {
    "verifier_once": _same_verifier_twice,
    "drafter_does_not_decide": lambda p: _plan(p, decided_by=p.town.east.secretary),
    "drafter_does_not_advise": lambda p: _plan(p, advised_by=p.town.east.secretary),
    "redactor_is_not_second_checker": lambda p: _publication(p, redaction_by=p.town.officer),
    "proposer_does_not_approve": lambda p: _publication(p, approved_by=p.town.officer),
    "waiver_agreed_by_proposer": lambda p: _publication(p, waiver_agreed_by=p.town.officer),
    "waiver_agreed_by_approver": lambda p: _publication(
        p, approved_by=p.town.pse, waiver_agreed_by=p.town.pse
    ),
    "scope_agreed_by_proposer": lambda p: _publication(p, scope_agreed_by=p.town.officer),
    "scope_agreed_by_checker": lambda p: _publication(
        p, redaction_by=p.town.org, scope_agreed_by=p.town.org
    ),
    "scope_agreed_by_approver": lambda p: _publication(
        p, approved_by=p.town.pse, scope_agreed_by=p.town.pse
    ),
    "handler_does_not_decide": lambda p: _objection(
        p, handled_by=p.town.intake, decided_by=p.town.intake
    ),
    "recused_once": lambda p: [_recusal(p), _recusal(p)],
    "recusal_decided_by_another": lambda p: _recusal(p, decided_by=p.town.pse),
    "recusal_asked_by_another": lambda p: _recusal(p, requested_by=p.town.pse),
    "recusal_ground": lambda p: _recusal(p, ground="own_branch"),
    "one_pending_recusal_request": lambda p: [_request(p), _request(p)],
    "recusal_request_ground": lambda p: _request(p, ground="own_case"),
    "recusal_requested_by_another": lambda p: _request(p, requested_by=p.town.pse),
    "decided_by_himself": lambda p: _decided(p, decided_by=p.town.pse),
    "decided_by_whoever_asked": lambda p: _decided(p, decided_by=p.town.east.secretary),
    "decided_by_nobody": _decided,
    "lapsed_by_somebody": lambda p: _request(
        p, decision=RecusalDecision.LAPSED, decided_by=p.town.dps
    ),
    "one_open_organisation_recusal": lambda p: [_standing(p), _standing(p)],
    "organisation_recusal_ground": lambda p: _standing(p, ground="liaison"),
    "organisation_recusal_period": lambda p: _standing(p, until="2001-01-01"),
}

MEANS = {
    "verifier_once": "unique",
    "recused_once": "unique",
    "one_pending_recusal_request": "unique",
    "one_open_organisation_recusal": "unique",
    "waiver_agreed_by_proposer": "waiver_agreed_by_third",
    "waiver_agreed_by_approver": "waiver_agreed_by_third",
    "scope_agreed_by_proposer": "scope_agreed_by_fourth",
    "scope_agreed_by_checker": "scope_agreed_by_fourth",
    "scope_agreed_by_approver": "scope_agreed_by_fourth",
    "decided_by_himself": "recusal_request_decided_by_third",
    "decided_by_whoever_asked": "recusal_request_decided_by_third",
    "decided_by_nobody": "recusal_request_decided_by_third",
    "lapsed_by_somebody": "recusal_request_decided_by_third",
}
"""The constraint behind the rule; of a broken uniqueness SQLite names the columns alone."""

TAKEN: dict[str, Row] = {
    "plan": lambda p: _plan(p, decided_by=p.town.pse, advised_by=p.town.org),
    "publication": lambda p: _publication(
        p, redaction_by=p.town.org, approved_by=p.town.pse, waiver_agreed_by=p.town.dis[0]
    ),
    "scope": lambda p: _publication(
        p, redaction_by=p.town.intake, approved_by=p.town.pse, scope_agreed_by=p.town.org
    ),
    "objection": lambda p: _objection(p, handled_by=p.town.intake, decided_by=p.town.lg),
    "recusal": lambda p: _recusal(p, decided_by=p.town.lg),
    "request": lambda p: _decided(p, decided_by=p.town.lg),
    "standing": _standing,
}


@pytest.mark.parametrize("rule", REFUSED)
def test_database_refuses(rule: str, play: Play) -> None:
    play.report(CaseLevel.BRANCH)
    says = MEANS.get(rule, rule)
    with pytest.raises(IntegrityError, match=f"(?i){says}"), transaction.atomic():
        REFUSED[rule](play)
    assert play.case.stage == CaseStage.SUBMITTED


@pytest.mark.parametrize("row", TAKEN)
def test_database_takes_what_different_hands_did(row: str, play: Play) -> None:
    play.report(CaseLevel.BRANCH)
    TAKEN[row](play)
