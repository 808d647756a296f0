"""What a person concerned without account is told of a case from another source (0.6, 4.1)."""

import pytest
from pytest_django import DjangoAssertNumQueries

from rectification import notifications
from rectification.enums import CaseStage, MembershipKind
from rectification.models import AccessLog, Case, InAppNotice, Membership, Person, User
from tests.factories import FOUNDED, Township
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play

pytestmark = pytest.mark.django_db

TOLD = "/opinions/paper/told/"


def concerned(play: Play, name: str = "石阿公") -> Case:
    """An opinion names a member of the east branch who has no account; it waits for his claim."""
    town = play.town
    someone = Person.objects.create(code=f"N-{name}", name=name)
    Membership.objects.create(
        person=someone,
        organisation=town.east.organisation,
        kind=MembershipKind.FULL,
        valid_from=FOUNDED,
    )
    play.opinion()
    play.take(
        "triage",
        town.intake,
        level="M",
        owner_person=someone.pk,
        standard_ref="党章第三条",
        category="ME-c",
        negative_item="D3",
    )
    play.take("dispatch")
    notifications.deliver_due()
    return play.case


def test_secretary_of_his_branch_hands_the_sheet_over(play: Play, town: Township) -> None:
    case = concerned(play)
    assert case.stage == CaseStage.PENDING_CLAIM
    page = f"/cases/{case.pk}/told/"
    desk = client_of(town.east.secretary)
    assert "石阿公" in desk.get(TOLD).content.decode()
    sheet = desk.get(page).content.decode()
    assert (case.description in sheet, "石阿公" in sheet, "代录本人撤回" in sheet) == (
        False,
        True,
        False,
    )
    assert AccessLog.objects.filter(what="telling").count() == 1
    last = InAppNotice.objects.filter(recipient=case.owner_person).latest("pk")
    assert desk.post(page, {"up_to": last.pk}).status_code == 302
    told = case.events.get(verb="told_on_paper")
    assert (told.actor, told.on_behalf_of) == (town.east.secretary, case.owner_person)
    assert not InAppNotice.objects.filter(
        recipient=case.owner_person, read_at__isnull=True
    ).exists()
    assert desk.get(f"/cases/{case.pk}/withdraw/paper/").status_code == 404


def test_clerk_only_where_the_secretary_is_recused(play: Play, town: Township) -> None:
    page = f"/cases/{concerned(play).pk}/told/"
    others = (town.east.clerk, town.west.secretary, town.intake, town.officer)
    assert [client_of(p).get(page).status_code for p in others] == [404] * 4
    assert "石阿公" not in client_of(town.east.clerk).get(TOLD).content.decode()
    play.declare_recusal(town.east.secretary)
    assert client_of(town.east.secretary).get(page).status_code == 404
    assert client_of(town.east.clerk).get(page).status_code == 200


def test_neither_before_registration_nor_sealed_nor_with_an_account(
    play: Play, town: Township
) -> None:
    case = concerned(play)
    desk = client_of(town.east.secretary)
    page = f"/cases/{case.pk}/told/"
    Case.objects.update(sealed=True)
    assert desk.get(page).status_code == 404
    Case.objects.update(sealed=False, registered_at=None)
    assert desk.get(page).status_code == 404
    Case.objects.update(registered_at=case.registered_at)
    assert desk.get(page).status_code == 200
    User.objects.create_user("N-0001", "云溪2026-平安", case.owner_person)
    assert desk.get(page).status_code == 404
    assert "石阿公" not in desk.get(TOLD).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_much_for_three_as_for_one(
    play: Play, town: Township, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        concerned(play, f"石阿公{number}")
    desk = client_of(town.east.secretary)
    with django_assert_num_queries(10):
        assert desk.get(TOLD).content.decode().count("石阿公") == count
