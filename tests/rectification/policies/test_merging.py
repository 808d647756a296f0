"""docs/rules.md T6: which report may be handled as part of which case."""

from rectification.enums import CaseStage
from rectification.policies.merging import why_not_merge, why_not_part
from rectification.policies.reasons import Reason
from tests.factories import Township, case_in


def rule(reason: Reason | None) -> str:
    return "" if reason is None else reason.rule


def test_same_owner_and_a_master_before_approval(town: Township) -> None:
    report, master = case_in(town, CaseStage.SUBMITTED), case_in(town, CaseStage.REGISTERED)
    assert why_not_merge(report, master) is None
    assert rule(why_not_merge(report, report)) == "T6"
    assert rule(why_not_merge(report, case_in(town, CaseStage.RECTIFYING))) == "T6"
    assert rule(why_not_merge(case_in(town, CaseStage.RECTIFYING), master)) == "T6"
    elsewhere = case_in(town, CaseStage.REGISTERED)
    elsewhere.owner_organisation = town.west.organisation
    elsewhere.save()
    assert rule(why_not_merge(report, elsewhere)) == "T6"


def test_only_what_was_merged_is_parted(town: Township) -> None:
    assert rule(why_not_part(case_in(town, CaseStage.SUBMITTED))) == "T6"
