"""No column tells more of a case than its page tells the same reader."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from rectification.documents.lists import LISTS, ListReader, Value
from rectification.enums import CaseStage, PublicationScope
from rectification.models import (
    Ballot,
    BallotBox,
    Case,
    CaseParty,
    Closure,
    LookBack,
    Person,
    Verification,
    VerificationAttempt,
)
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar
from tests.factories import Township, case_in, rights
from tests.rectification.web.desk import post_notice, share

pytestmark = pytest.mark.django_db

WITHHELD = "略"


def line_of(name: str, reader: Person, case: Case) -> dict[str, Value]:
    """The first line of the case as its reader has it, by English column."""
    kind = LISTS[name]
    found = ListReader(kind, rights(reader), today(), current_calendar())
    cases = list(found.prepared(Case.objects.filter(pk=case.pk)))
    labels = [str(column.label._args[-1]) for column in kind.columns]  # type: ignore[attr-defined]
    return dict(zip(labels, found.rows_of(cases)[0].values, strict=True))


def branch_case(town: Township, stage: CaseStage = CaseStage.RECTIFYING, **fields: Any) -> Case:
    return case_in(town, stage, author=town.officer, **fields)


def ballot_on(town: Township, case: Case, *, over: bool = True) -> Ballot:
    notice = post_notice(town, case, PublicationScope.TOWNSHIP)
    closes_on = today() - timedelta(days=1 if over else -1)
    ballot = Ballot.objects.create(
        case=case,
        notice=notice,
        opened_by=town.officer,
        opened_role="OFF",
        opened_at=timezone.now(),
        closes_on=closes_on,
    )
    BallotBox.objects.create(ballot=ballot, satisfied=9, dissatisfied=1)
    return ballot


def test_co_unit_reads_no_day_of_the_case_and_no_mark_of_it(town: Township) -> None:
    case = branch_case(town, is_common=True)
    share(case, town.west.organisation)
    reader = town.west.secretary
    assert line_of("ledger", reader, case)["Time limit (first, as moved)"] == WITHHELD
    assert line_of("problems", reader, case)["Remarks"] == WITHHELD
    assert line_of("responsibilities", reader, case)["Due on"] is None
    assert line_of("responsibilities", town.officer, case)["Due on"] is not None


def test_co_unit_reads_no_measure_before_it_took_its_part(town: Township) -> None:
    case = branch_case(town)
    unit = share(case, town.west.organisation, answer="")
    case.plans.get().measures.update(organisation=town.west.organisation)
    kind = LISTS["tasks"]
    reader = ListReader(kind, rights(town.west.secretary), today(), current_calendar())
    cases = reader.prepared(Case.objects.filter(pk=case.pk))
    assert reader.rows_of(list(cases)) == []
    unit.answer = "accepted"
    unit.save()
    assert len(reader.rows_of(list(cases.all()))) == 1


def test_how_it_was_claimed_is_for_readers_of_the_record(town: Township) -> None:
    case = branch_case(town)
    case.claims.create(
        kind="designated",
        organisation=town.east.organisation,
        made_by=town.officer,
        made_at=timezone.now(),
    )
    assert line_of("problems", town.officer, case)["How and when claimed"]
    assert line_of("problems", town.east.clerk, case)["How and when claimed"] == WITHHELD


def test_number_of_reports_is_for_readers_of_the_evidence(town: Township) -> None:
    case = branch_case(town)
    measure = case.plans.get().measures.get()
    measure.progress.create(
        text="已开始",
        done_on=today(),
        reported_by=town.east.clerk,
        reported_at=timezone.now(),
    )
    CaseParty.objects.filter(case=case, person=town.pse).delete()
    assert line_of("tasks", town.officer, case)["Progress"] == "已报1次进展"
    assert line_of("tasks", town.pse, case)["Progress"] == "尚未完成"


def test_satisfaction_is_of_the_notice_that_stands_once_it_is_over(town: Township) -> None:
    case = branch_case(town, CaseStage.VERIFYING)
    ballot = ballot_on(town, case, over=False)
    assert line_of("ledger", town.officer, case)["Satisfaction"] == ""
    Ballot.objects.filter(pk=ballot.pk).update(closes_on=today() - timedelta(days=1))
    assert line_of("ledger", town.officer, case)["Satisfaction"] == "90%（10份）"
    assert line_of("ledger", town.east.clerk, case)["Satisfaction"] == WITHHELD
    ballot.notice.withdrawn_at = timezone.now()
    ballot.notice.save()
    line = line_of("ledger", town.officer, case)
    assert (line["Satisfaction"], line["Shown to whom, from, until"]) == ("", "全镇党内")


def test_look_back_is_told_as_it_was_decided(town: Township) -> None:
    case = branch_case(town, CaseStage.CLOSED, outcome="closed")
    look = LookBack.objects.create(
        case=case,
        round=1,
        kind="after_closing",
        ground="due",
        begins_on=date(2026, 8, 19),
        due_on=date(2026, 11, 19),
        result="relapsed",
        found_at=timezone.now(),
    )
    assert line_of("ledger", town.officer, case)["Look-back"] == ""
    look.ended_at = timezone.now()
    look.save()
    assert str(line_of("ledger", town.officer, case)["Look-back"]).startswith("巩固")
    look.is_relapse = True
    look.save()
    assert not str(line_of("ledger", town.officer, case)["Look-back"]).startswith("巩固")


def test_a_new_round_is_not_struck_off_by_the_sheet_of_the_last(town: Township) -> None:
    case = branch_case(town, CaseStage.CLOSED, outcome="closed")
    attempt = VerificationAttempt.objects.create(
        case=case,
        round=1,
        position=1,
        named_by=town.officer,
        named_at=timezone.now(),
        conclusion="passed",
        concluded_at=timezone.now(),
    )
    for verifier, signed in ((town.dis[1], timezone.now()), (town.dis[2], None)):
        Verification.objects.create(attempt=attempt, verifier=verifier, signed_at=signed)
    Closure.objects.create(case=case, attempt=attempt, number="X1", kind="final", closed_on=today())
    line = line_of("ledger", town.officer, case)
    assert (line["Conclusion"], line["Number of the closing sheet"]) == ("通过", "X1")
    assert str(line["Verified on, by"]).endswith(f" {town.dis[1].name}")
    Case.objects.filter(pk=case.pk).update(round=2, stage=CaseStage.RECTIFYING, outcome="")
    line = line_of("ledger", town.officer, case)
    told = ("Conclusion", "Number of the closing sheet", "Closed on", "Verified on, by")
    assert [line[label] for label in told] == ["", "", None, ""]
