"""docs/rules.md, scenario 11: what is sealed, and by whom."""

from rectification.enums import CaseStage
from rectification.policies.sealing import sealing_office, why_not_seal
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
