"""清单快照: made by one hand, approved by another, and read by each as far as he sees today."""

from typing import Any

import pytest
import time_machine
from django.utils import timezone

from rectification.documents.lists import LISTS, ListReader
from rectification.documents.lists.versions import freeze, lines_seen
from rectification.enums import CaseLevel, CaseStage, SnapshotStatus
from rectification.exceptions import CaseError, NotAllowed, StepGone
from rectification.models import (
    Appointment,
    Case,
    CaseParty,
    ListSnapshot,
    ListSnapshotLine,
    OutboxMessage,
    Person,
    Recusal,
)
from rectification.policies.days import today
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.selectors.list_snapshots import (
    snapshot_for,
    snapshots_for,
    version_before,
)
from rectification.selectors.lists import Chosen
from rectification.services.list_snapshots import (
    approve_snapshot,
    return_snapshot,
    take_back_snapshot,
)
from rectification.services.organisations import move_organisation
from tests.days import at
from tests.factories import Township, case_in, in_office, organisation, rights
from tests.rectification.web.desk import share
from tests.workflows.play import user_of

pytestmark = pytest.mark.django_db

REASON = "责任单位填写有误，请更正后重报。"


def frozen(by: Person, kind: str = "problems", **chosen: Any) -> ListSnapshot:
    reader = ListReader(LISTS[kind], rights(by), today(), current_calendar())
    return freeze(by=user_of(by), authority=rights(by), reader=reader, chosen=Chosen(**chosen))


def approved(snapshot: ListSnapshot, by: Person) -> ListSnapshot:
    return approve_snapshot(snapshot=snapshot, by=user_of(by))


def seen(snapshot: ListSnapshot, reader: Person) -> list[list[Any]]:
    return [list(line.values) for line in lines_seen(snapshot, user_of(reader), rights(reader))]


@pytest.fixture
def case(town: Township) -> Case:
    town.committee.document_code = "云委"
    town.committee.save()
    return case_in(town, CaseStage.RECTIFYING, author=town.officer)


def test_version_gets_its_number_with_the_approval_of_another(town: Township, case: Case) -> None:
    case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER)
    snapshot = frozen(town.officer)
    assert (snapshot.status, snapshot.number, snapshot.lines) == ("proposed", "", 1)
    told = OutboxMessage.objects.filter(kind="list_proposed").values_list("recipient", flat=True)
    assert set(told) == {town.pse.pk, town.lg.pk}
    done = approved(snapshot, town.pse)
    assert (done.status, done.number) == (SnapshotStatus.APPROVED, "云委单〔2026〕1号")
    assert (done.decided_by, done.decided_role) == (town.pse, "PSE")
    (told_maker,) = OutboxMessage.objects.filter(kind="list_decided")
    assert told_maker.recipient == town.officer
    assert [row.status for row in done.history.order_by("pk")] == ["proposed", "approved"]


def test_what_changed_since_changes_no_version(town: Township, case: Case) -> None:
    snapshot = frozen(town.officer)
    before = seen(snapshot, town.officer)
    Case.objects.filter(pk=case.pk).update(description="改写后的问题表现", stage=CaseStage.CLOSED)
    assert seen(snapshot, town.officer) == before
    assert before[0][0] == case.number


def test_sent_twice_it_is_one_proposal(town: Township, case: Case) -> None:
    assert frozen(town.officer) == frozen(town.officer)
    assert frozen(town.officer, level="B") != frozen(town.officer)


def test_what_changed_is_not_frozen_beside_the_version_that_waits(
    town: Township, case: Case
) -> None:
    """Else whoever freezes it takes the lines of the former day for those of today."""
    snapshot = frozen(town.officer)
    Case.objects.filter(pk=case.pk).update(description="改写后的问题表现")
    with pytest.raises(CaseError, match=f"{town.officer.name}.*撤回"):
        frozen(town.officer)
    take_back_snapshot(snapshot=snapshot, by=user_of(town.officer))
    assert frozen(town.officer) != snapshot


def test_refusal_names_the_day_of_the_township(
    town: Township, case: Case, clock: time_machine.Traveller
) -> None:
    """Half an hour after midnight it is the day before for the clock of the machine."""
    clock.move_to(at("2026-05-12", "00:30:00"))
    snapshot = frozen(town.officer)
    with pytest.raises(StepGone, match="2026年5月12日"):
        approved(approved(snapshot, town.pse), town.lg)
    Case.objects.filter(pk=case.pk).update(description="改写后的问题表现")
    frozen(town.officer)
    Case.objects.filter(pk=case.pk).update(description="再次改写的问题表现")
    with pytest.raises(CaseError, match="2026年5月12日"):
        frozen(town.officer)


def test_nobody_approves_his_own_nor_what_is_anothers_to_decide(town: Township, case: Case) -> None:
    snapshot = frozen(town.officer)
    with pytest.raises(NotAllowed, match="不能审核自己填报"):
        approved(snapshot, town.officer)
    for other in (town.intake, town.org, town.east.secretary, town.dis[0]):
        with pytest.raises(NotAllowed, match="由党委书记或者领导小组审核"):
            approved(snapshot, other)
    assert ListSnapshot.objects.get().status == SnapshotStatus.PROPOSED


def test_branch_list_is_decided_by_its_secretary_or_the_liaison_leader(
    town: Township, case: Case
) -> None:
    by_clerk = frozen(town.east.clerk)
    with pytest.raises(NotAllowed):
        approved(by_clerk, town.pse)
    assert approved(by_clerk, town.east.secretary).number
    by_secretary = frozen(town.east.secretary)
    with pytest.raises(NotAllowed, match="不能审核自己填报"):
        approved(by_secretary, town.east.secretary)
    assert approved(by_secretary, town.liaison).number == "云委单〔2026〕2号"


def test_secretary_above_who_decides_nothing_there_is_not_told(town: Township, case: Case) -> None:
    above = organisation("general_branch", "东片党总支", town.committee)
    move_organisation(organisation=town.east.organisation, parent=above, since=today())
    in_office(town.gen, Role.SEC, above)
    snapshot = frozen(town.east.clerk)
    assert snapshot_for(snapshot.pk, rights(town.gen)) is None
    told = OutboxMessage.objects.filter(kind="list_proposed").values_list("recipient", flat=True)
    assert set(told) == {town.east.secretary.pk, town.liaison.pk}


def test_nobody_approves_lines_that_are_closed_to_him(town: Township, case: Case) -> None:
    snapshot = frozen(town.officer)
    Recusal.objects.create(case=case, person=town.pse, ground="interest", since=timezone.now())
    with pytest.raises(NotAllowed, match="不能查看的事项"):
        approved(snapshot, town.pse)
    assert approved(snapshot, town.lg).decided_by == town.lg


def test_nobody_approves_a_share_that_is_closed_to_him(town: Township, case: Case) -> None:
    """The clerk writes for both units; the secretary of the co-unit reads its own line alone."""
    share(case, town.west.organisation)
    snapshot = frozen(town.east.clerk, "responsibilities")
    ListSnapshot.objects.update(organisation=town.west.organisation)
    assert (snapshot.lines, len(seen(snapshot, town.west.secretary))) == (2, 1)
    with pytest.raises(NotAllowed, match="不能查看的事项"):
        approved(snapshot, town.west.secretary)


def test_returned_with_reasons_or_taken_back(town: Township, case: Case) -> None:
    snapshot = frozen(town.officer)
    with pytest.raises(CaseError, match="10个字"):
        return_snapshot(snapshot=snapshot, by=user_of(town.pse), reason="不行")
    returned = return_snapshot(snapshot=snapshot, by=user_of(town.pse), reason=REASON)
    assert (returned.status, returned.return_reason, returned.number) == ("returned", REASON, "")
    with pytest.raises(StepGone, match=f"已退回（{town.pse.name}"):
        approved(snapshot, town.lg)
    again = frozen(town.officer)
    with pytest.raises(NotAllowed, match="由填报人撤回"):
        take_back_snapshot(snapshot=again, by=user_of(town.intake))
    assert take_back_snapshot(snapshot=again, by=user_of(town.officer)).status == "withdrawn"
    with pytest.raises(StepGone):
        approved(again, town.pse)


def test_who_makes_none_and_what_makes_none(town: Township, case: Case) -> None:
    with pytest.raises(NotAllowed, match="由支部书记、支部工作人员和领导小组办公室生成"):
        frozen(town.pse)
    with pytest.raises(CaseError, match="没有可以生成快照的内容"):
        frozen(town.officer, level="M")
    assert not ListSnapshot.objects.exists()


def test_without_a_code_nothing_is_numbered_and_nothing_approved(town: Township) -> None:
    case_in(town, CaseStage.RECTIFYING)
    snapshot = frozen(town.officer)
    with pytest.raises(CaseError):
        approved(snapshot, town.pse)
    assert ListSnapshot.objects.get().status == SnapshotStatus.PROPOSED


# --- who reads it later


def test_version_shows_nobody_what_he_may_not_see_today(town: Township, case: Case) -> None:
    """Names of the owner's side, and cases that were closed to a reader since."""
    snapshot = frozen(town.officer, "responsibilities")
    (line,) = seen(snapshot, town.officer)
    assert line[1].startswith(town.east.secretary.name)
    CaseParty.objects.filter(person=town.pse).delete()
    (line,) = seen(snapshot, town.pse)
    assert (line[1], line[4]) == ("略", "略")
    assert town.east.secretary.name not in str(line)
    Recusal.objects.create(case=case, person=town.officer, ground="interest", since=timezone.now())
    assert seen(snapshot, town.officer) == []
    assert seen(snapshot, town.gen) == []


def test_figures_of_proof_need_the_proof_once_they_are_frozen(town: Township, case: Case) -> None:
    """Its maker read more than the party secretary does, so the value is withheld from him."""
    measure = case.plans.get().measures.get()
    now = timezone.now()
    measure.progress.create(
        text="已开始", done_on=today(), reported_by=town.east.clerk, reported_at=now
    )
    CaseParty.objects.filter(person=town.pse).delete()
    snapshot = frozen(town.officer, "tasks")
    assert seen(snapshot, town.officer)[0][11] == "已报1次进展"
    assert seen(snapshot, town.pse)[0][11] == "略"


def test_who_opens_a_version(town: Township, case: Case) -> None:
    snapshot = frozen(town.officer)
    everybody = [
        *(town.officer, town.intake, town.pse, town.lg, town.org, town.east.secretary, town.gen),
        *(town.liaison, town.dis[0]),
    ]

    def openers() -> list[Person]:
        return [p for p in everybody if snapshot_for(snapshot.pk, rights(p)) is not None]

    assert openers() == [town.officer, town.intake, town.pse, town.lg]
    approved(snapshot, town.pse)
    assert openers() == [town.officer, town.intake, town.pse, town.lg, town.org]
    assert [snapshots_for(rights(p)) for p in (town.org, town.gen)] == [[snapshot], []]


def test_version_before_is_told_to_whoever_opens_it(town: Township, case: Case) -> None:
    """Its maker opens his version for ever, and those of his former branch no longer."""
    former = approved(frozen(town.east.clerk), town.east.secretary)
    later = frozen(town.east.clerk)
    for reader in (town.east.clerk, town.east.secretary):
        assert version_before(later, rights(reader)) == former
    Appointment.objects.filter(person=town.east.clerk).delete()
    former.made_by = town.liaison
    former.save()
    assert snapshot_for(later.pk, rights(town.east.clerk)) == later
    assert version_before(later, rights(town.east.clerk)) is None


def test_version_before_is_of_the_same_level_and_state(town: Township, case: Case) -> None:
    approved(frozen(town.officer, is_open=True), town.pse)
    everything = approved(frozen(town.officer), town.pse)
    assert version_before(everything, rights(town.officer)) is None
    later = approved(frozen(town.officer, since=today()), town.pse)
    assert version_before(later, rights(town.officer)) == everything


def test_an_erased_line_is_no_line_any_more(town: Township, case: Case) -> None:
    snapshot = frozen(town.officer)
    ListSnapshotLine.objects.update(words="")
    assert seen(snapshot, town.officer) == []
