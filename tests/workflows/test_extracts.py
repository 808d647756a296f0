"""Who took a step that shows an extract or a share sees no more of the case (docs/rules.md 4.9)."""

import pytest
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.models import CaseParty, Measure
from rectification.policies.days import today
from rectification.roles import Role
from rectification.selectors.cases import visible_to
from tests.factories import in_office, person
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REASON
from tests.workflows.offices import stands_in
from tests.workflows.play import Play, user_of
from workflows.moves.branches import merge_branches


def test_who_handled_a_privacy_objection_never_sees_the_case(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    gen = in_office(person("密守信"), Role.GEN, play.town.general_office)
    objection = play.object("privacy")
    play.take("handle_objection", gen)
    objection.refresh_from_db()
    assert objection.handled_by == gen
    assert not visible_to(user_of(gen)).exists()
    assert not CaseParty.objects.filter(person=gen).exists()


def test_who_handled_an_objection_to_the_procedure_goes_on_seeing_it(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    objection = play.object("procedure")
    handler = play.holder_of(play.item("handle_objection"))
    play.take("handle_objection", handler)
    objection.refresh_from_db()
    assert objection.handled_by == handler
    assert visible_to(user_of(handler)).get() == play.case


@pytest.mark.parametrize("stage", [CaseStage.PENDING_CLAIM, CaseStage.RECTIFYING])
def test_deputy_at_a_co_unit_sees_its_share_and_not_the_case(play: Play, stage: CaseStage) -> None:
    town = play.town
    play.shares_answered = stage != CaseStage.PENDING_CLAIM
    play.bring_to(stage, co_units=[town.west.organisation])
    deputy = town.west.members[0]
    stands_in(deputy, town.west.secretary, Role.SEC, approved_by=town.org)
    page = client_of(deputy).get(reverse("rectification:case", args=[play.case.pk]))
    shown = page.context["page"]
    assert (shown.is_co_unit, shown.shows_plan, shown.shows_record) == (True, False, False)
    assert play.case.description in page.content.decode()
    own = Measure.objects.filter(plan__case=play.case, organisation=town.west.organisation)
    rows = shown.own_part.rows if shown.own_part else []
    assert len(rows) == own.count()


def test_names_of_a_former_owner_stay_withheld_after_a_merger(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.RECTIFYING)
    merge_branches(
        user=user_of(town.org),
        organisation=town.east.organisation,
        successor=town.west.organisation,
        on=today(),
    )
    for reader in (town.org, town.lg, town.liaison):
        page = client_of(reader).get(reverse("rectification:case", args=[play.case.pk]))
        assert page.status_code == 200
        assert town.east.secretary.name not in page.content.decode()


@pytest.mark.parametrize("level", ["B", "M"])
def test_pause_is_agreed_to_without_reading_the_case(play: Play, level: str) -> None:
    """Before it is assigned DIS knows number, owner organisation and due date."""
    play.bring_to(CaseStage.RECTIFYING, level)
    play.ask_pause()
    item = play.item("agree_pause")
    someone = play.holder_of(item)
    assert not visible_to(user_of(someone)).exists()
    desk = client_of(someone)
    assert desk.get(reverse("rectification:case", args=[play.case.pk])).status_code == 404
    page = desk.get(reverse("workflows:act", args=[item.pk])).content.decode()
    branch = play.case.owner_organisation.name
    shown = (play.case.number in page, branch in page, REASON in page)
    assert (shown, play.case.description in page) == ((True, True, True), False)
    play.take("agree_pause", someone)
    assert (play.case.paused, visible_to(user_of(someone)).exists()) == (True, False)
