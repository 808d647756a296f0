"""docs/rules.md, scenario 11: what is sealed, and by whom."""

import pytest
from django.utils import timezone

from rectification.enums import CaseStage
from rectification.models import Merge, Sealing
from rectification.policies.reasons import Reason
from rectification.policies.sealing import (
    is_under_seal,
    sealing_office,
    why_not_ground,
    why_not_seal,
    why_not_unsealing_ground,
)
from rectification.roles import Role
from tests.factories import Township, case_in, rights


def test_sealed_once_and_never_a_draft(town: Township) -> None:
    case, draft = case_in(town, CaseStage.RECTIFYING), case_in(town, CaseStage.DRAFT)
    assert why_not_seal(case) is None
    assert why_not_seal(draft) is not None
    case.sealed = True
    assert why_not_seal(case) is not None


def test_office_that_answers_for_secrecy_or_dispatches(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    sealing = {
        who: office.role
        for who in (town.gen, town.officer, town.org, town.pse, town.east.secretary)
        if (office := sealing_office(case, rights(who))) is not None
    }
    assert sealing == {town.gen: Role.GEN, town.officer: Role.OFF}


@pytest.mark.parametrize("ground", ["", "rumour"])
def test_ground_is_one_of_the_list(ground: str) -> None:
    for refusal in (why_not_ground(ground), why_not_unsealing_ground(ground)):
        assert isinstance(refusal, Reason)
        assert refusal.rule == "8.11"
    assert why_not_ground("work_secret", determined=True) is None
    assert why_not_unsealing_ground("no_secret") is None


def test_officer_for_secrecy_says_what_kind_of_secret_it_is() -> None:
    assert why_not_ground("undetermined") is None
    assert why_not_ground("undetermined", determined=True) is not None


def test_a_part_is_under_seal_as_long_as_the_whole_is(town: Township) -> None:
    part, master = case_in(town, CaseStage.SUBMITTED), case_in(town, CaseStage.REGISTERED)
    moment = timezone.now()
    Merge.objects.create(case=part, master=master, made_by=town.intake, made_at=moment)
    assert not is_under_seal(part)
    sealing = Sealing.objects.create(
        case=master,
        township=town.committee,
        number="封存〔2026〕1号",
        made_by=town.gen,
        made_at=moment,
        ground="work_secret",
    )
    assert is_under_seal(part)
    assert is_under_seal(master)
    sealing.lifted_at = moment
    sealing.save()
    assert not is_under_seal(part)
