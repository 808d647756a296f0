"""Who enters papers of a member without account, and who tells him on paper."""

import pytest
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, PaperKind
from rectification.exceptions import CaseError
from rectification.models import Case, PaperScan, Person, Recusal, User
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.papers import (
    cases_told,
    enters_for,
    person_told,
    reports_on_paper,
    speaker_of,
    tells,
    why_not_speak_for,
)
from tests.factories import Township, case_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(town: Township) -> Case:
    """Of the first member of the east branch, whose account is disabled; not from paper."""
    case = case_in(town, CaseStage.PLANNING, level=CaseLevel.MEMBER)
    User.objects.filter(person=town.east.members[0]).update(is_active=False)
    Case.objects.update(registered_at=timezone.now())
    return Case.objects.get(pk=case.pk)


def scan(town: Township, case: Case, kind: str = PaperKind.SELF_REPORT) -> PaperScan:
    return PaperScan.objects.create(
        case=case,
        kind=kind,
        received_on=today(),
        entered_by=town.east.clerk,
        entered_at=timezone.now(),
    )


def tellers(town: Township, case: Case) -> list[Person]:
    people = [town.east.secretary, town.east.clerk, town.west.secretary, town.officer]
    found = [p for p in people if tells(case, p)]
    assert found == [p for p in people if cases_told(p).filter(pk=case.pk).exists()]
    return found


def test_person_concerned_is_told_by_whoever_would_enter_his_steps(
    town: Township, case: Case
) -> None:
    assert person_told(case) == town.east.members[0]
    assert tellers(town, case) == [town.east.secretary]
    User.objects.filter(person=town.east.members[0]).update(is_active=True)
    assert tellers(town, case) == []


def test_nobody_tells_of_a_sealed_case_or_before_registration(town: Township, case: Case) -> None:
    Case.objects.update(sealed=True)
    assert tellers(town, case) == []
    Case.objects.update(sealed=False, registered_at=None)
    assert tellers(town, case) == []


def test_report_from_paper_is_followed_by_secretary_and_clerk(town: Township, case: Case) -> None:
    branch = town.east.organisation
    assert not reports_on_paper([branch]).exists()
    scan(town, case, PaperKind.CLAIM)
    assert not reports_on_paper([branch]).exists()
    scan(town, case)
    assert list(reports_on_paper([branch])) == [case]
    assert not reports_on_paper([town.west.organisation]).exists()
    assert tellers(town, case) == [town.east.secretary, town.east.clerk]
    people = [town.east.secretary, town.east.clerk, town.west.clerk]
    assert [p for p in people if enters_for(case, p)] == people[:2]


def test_recused_neither_enters_nor_tells(town: Township, case: Case) -> None:
    scan(town, case)
    clerk = town.east.clerk
    Recusal.objects.create(case=case, person=clerk, ground="relative", since=timezone.now())
    assert not enters_for(case, clerk)
    assert not tells(case, clerk)


def test_nobody_speaks_for_an_author_with_account(town: Township, case: Case) -> None:
    member = town.east.members[0]
    case.author = Person.objects.get(pk=member.pk)
    assert why_not_speak_for(case) is None
    User.objects.filter(person=member).update(is_active=True)
    case.author = Person.objects.get(pk=member.pk)
    why = why_not_speak_for(case)
    assert why is not None
    assert (why.rule, why.error) == ("T8", CaseError)


def test_word_is_the_authors_only_with_the_withdrawal_he_signed(town: Township, case: Case) -> None:
    member, clerk = town.east.members[0], town.east.clerk
    actor = Actor(person=clerk, on_behalf_of=member)
    assert speaker_of(case, actor, None) == clerk
    assert speaker_of(case, actor, scan(town, case)) == clerk
    assert speaker_of(case, actor, scan(town, case, PaperKind.WITHDRAWAL)) == member
