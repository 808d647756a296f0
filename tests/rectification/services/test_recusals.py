"""Recusal as the service takes it, whatever the page saw before (docs/rules.md, “Recusal”)."""

import pytest

from rectification.enums import CaseStage
from rectification.exceptions import NotAllowed
from rectification.models import Case, Person, Recusal, RecusalRequest
from rectification.services.recusals import enter_recusal, request_recusal
from tests.factories import Township, acting, case_in

pytestmark = pytest.mark.django_db
REASON = "两人是表亲，村里都知道。"


def ask(case: Case, by: Person, about: Person) -> None:
    request_recusal(case=case, actor=acting(by), person=about, ground="relative", reason=REASON)


def enter(case: Case, by: Person, about: Person) -> None:
    enter_recusal(case=case, actor=acting(by), person=about, ground="relative", reason=REASON)


def test_nobody_is_asked_about_before_it_is_a_case(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    with pytest.raises(NotAllowed) as refused:
        ask(case, town.east.secretary, town.intake)
    assert refused.value.rule == "4.1"
    assert not RecusalRequest.objects.exists()


def test_nobody_is_asked_about_once_the_case_is_sealed(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, sealed=True)
    with pytest.raises(NotAllowed) as refused:
        ask(case, town.east.secretary, town.org)
    assert refused.value.rule == "4.1"
    assert not RecusalRequest.objects.exists()


def test_nothing_is_entered_before_it_is_a_case(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    with pytest.raises(NotAllowed) as refused:
        enter(case, town.officer, town.intake)
    assert refused.value.rule == "4.1"
    assert not Recusal.objects.exists()


def test_owner_enters_nothing_about_his_own_case(town: Township) -> None:
    """He became the owner after the page was opened: the rule names his own case."""
    case = case_in(town, CaseStage.RECTIFYING, level="M")
    case.owner_person = town.officer
    with pytest.raises(NotAllowed) as refused:
        enter(case, town.officer, town.east.secretary)
    assert refused.value.rule == "4.1"
    assert not Recusal.objects.exists()
