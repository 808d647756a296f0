"""docs/rules.md 10: who stops a case from going, and who lets it go again."""

from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage
from rectification.models import LegalHold
from rectification.policies.authority import authority_of
from rectification.policies.legal_holds import holding_places, why_not_hold, why_not_lift
from tests.factories import Township, case_in


def test_three_offices_place_holds(town: Township) -> None:
    people = (town.officer, town.org, town.dis[0], town.gen, town.pse, town.pub)
    held = [holding_places(authority_of(p.user)) for p in people]
    here = [town.committee]
    assert held == [here, [], here, here, [], []]


def test_three_offices_hold_what_is_not_their_own(town: Township) -> None:
    case = case_in(town, CaseStage.CLOSED, level=CaseLevel.MEMBER, author=town.officer)
    people = (town.officer, town.dis[0], town.gen, town.org)
    free = [why_not_hold(case, authority_of(p.user)) is None for p in people]
    assert free == [False, True, True, False]


def test_hold_is_lifted_once_by_another(town: Township) -> None:
    hold = LegalHold(placed_by=town.officer)
    assert why_not_lift(hold, town.officer) is not None
    assert why_not_lift(hold, town.gen) is None
    hold.lifted_at = timezone.now()
    assert why_not_lift(hold, town.gen) is not None
