"""Who took a step that shows an extract sees no more of the case afterwards (docs/rules.md 4.9)."""

from rectification.enums import CaseStage
from rectification.models import CaseParty
from rectification.roles import Role
from rectification.selectors.cases import visible_to
from tests.factories import in_office, person
from tests.workflows.play import Play, user_of


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
