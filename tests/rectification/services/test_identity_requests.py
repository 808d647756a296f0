"""身份查阅 as the service takes it: what the page knew is asked again under the lock (4.9)."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from rectification.enums import CaseOutcome, CaseStage, PartyReason, ReporterMode
from rectification.exceptions import NotAllowed
from rectification.models import (
    Case,
    CaseParty,
    IdentityRequest,
    Opinion,
    Recusal,
    ReporterIdentity,
)
from rectification.policies.authority import authority_of
from rectification.services.identities import seal_identity
from rectification.services.identity_requests import ask_for_identity
from tests.factories import Township, case_in, opinion_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(town: Township) -> Case:
    """A case whose reporter is sealed, with one of the discipline committee assigned."""
    case = case_in(town, CaseStage.RECTIFYING)
    opinion = opinion_of(case, mode=ReporterMode.CONFIDENTIAL)
    seal_identity(name="欧阳霁月", contact="", opinion=opinion)
    CaseParty.objects.create(
        case=case, person=town.dis[0], reason=PartyReason.VERIFIER, since=timezone.now()
    )
    return case


def ask(town: Township, case: Case) -> IdentityRequest:
    return ask_for_identity(
        case=case,
        voice=Opinion.objects.get(case=case),
        by=authority_of(town.dis[0].user),
        document_number="云纪函〔2026〕8号",
        reason="不向反映人当面核实，无法确认时间。",
    )


def seal(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(sealed=True)


def withdraw(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(outcome=CaseOutcome.WITHDRAWN)


def recuse(case: Case) -> None:
    someone = case.parties.get(reason=PartyReason.VERIFIER).person
    Recusal.objects.create(case=case, person=someone, ground="relative", since=timezone.now())


def release(case: Case) -> None:
    case.parties.filter(reason=PartyReason.VERIFIER).update(until=timezone.now())


def erase(case: Case) -> None:
    ReporterIdentity.objects.filter(opinion__case=case).delete()


def test_office_that_asks_is_found_by_the_service(town: Township, case: Case) -> None:
    assert ask(town, case).requested_by == town.dis[0]


@pytest.mark.parametrize("meanwhile", [seal, withdraw, recuse, release, erase])
def test_what_happened_since_the_page_was_opened_counts(
    town: Township, case: Case, meanwhile: Callable[[Case], None]
) -> None:
    """The caller holds the case as it was before."""
    meanwhile(case)
    with pytest.raises(NotAllowed) as refused:
        ask(town, case)
    assert refused.value.rule == "4.9"
    assert not IdentityRequest.objects.exists()
