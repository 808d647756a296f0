"""Branches merge and split (docs/rules.md, scenario 4)."""

from datetime import timedelta

import pytest

from rectification.enums import CaseLevel, CaseStage, EventVerb, PublicationScope
from rectification.exceptions import InvalidInput
from rectification.models import (
    Case,
    Membership,
    Organisation,
    OrganisationRecusal,
    OutboxMessage,
    Person,
    PublicationDecision,
)
from rectification.policies.authority import members_of
from rectification.policies.days import today
from rectification.policies.facts import facts_of, recused_in
from rectification.policies.owners import successors_of
from rectification.roles import Role
from rectification.selectors.cases import visible_to
from rectification.selectors.notices import may_read
from rectification.services.recusals import end_for_organisation
from tests.factories import in_office
from tests.workflows.play import Play, user_of
from tests.workflows.seen import sees
from workflows.invariants import breaches
from workflows.moves.branches import merge_branches, split_branch
from workflows.moves.handover import HandOver, preview


def merge(play: Play) -> HandOver:
    town = play.town
    return merge_branches(
        user=user_of(town.org),
        organisation=town.east.organisation,
        successor=town.west.organisation,
        on=today(),
    )


def split(play: Play) -> object:
    town = play.town
    people = members_of(town.east.organisation, today())
    homes = {person: ("E-1" if n % 2 else "E-2") for n, person in enumerate(people)}
    return split_branch(
        user=user_of(town.org),
        organisation=town.east.organisation,
        successors={"E-1": "东篱第一党支部", "E-2": "东篱第二党支部"},
        members=homes,
        on=today(),
    )


@pytest.mark.parametrize(
    "stage", [CaseStage.PENDING_CLAIM, CaseStage.PLANNING, CaseStage.RECTIFYING]
)
def test_successor_gets_the_open_case_and_claims_it_anew(play: Play, stage: CaseStage) -> None:
    town = play.town
    play.bring_to(stage)
    number = play.case.number
    merge(play)
    play.case.refresh_from_db()
    assert (play.case.owner_organisation, play.case.number) == (town.west.organisation, number)
    assert play.case.stage == stage
    again = [] if stage == CaseStage.PENDING_CLAIM else ["reclaim"]
    assert [step for step in play.open_steps() if step == "reclaim"] == again
    assert {item.organisation for item in play.open_items()} == {town.west.organisation}
    assert sees(town.west.secretary, play.case)
    assert not sees(town.east.clerk, play.case)
    assert list(breaches()) == []


def test_reclaiming_goes_beside_the_procedure(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    merge(play)
    play.take("reclaim", play.town.west.secretary)
    assert play.open_steps() == ["carry_out"]
    claim = play.case.claims.latest("pk")
    assert (claim.kind, claim.made_by) == ("succeeded", play.town.west.secretary)


def test_successor_proposes_a_later_day_once_and_the_approver_decides(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    merge(play)
    old = play.case.due_on
    assert old is not None
    later = old + timedelta(days=7)
    errors = play.refusal("reclaim", proposed_due_on=later.isoformat())
    assert set(errors) == {"statement"}
    play.take("reclaim", proposed_due_on=later.isoformat(), statement="两本台账要合并核对。")
    assert play.item("decide_dates").role == Role.PSE
    play.take("decide_dates", decision="accept")
    assert (play.case.due_on, play.case.first_due_on) == (later, old)
    assert play.open_steps() == ["carry_out"]


def test_closed_cases_keep_the_old_name_and_members_move(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.CLOSED)
    before = set(members_of(town.east.organisation, today()))
    merge(play)
    play.case.refresh_from_db()
    town.east.organisation.refresh_from_db()
    assert play.case.owner_organisation == town.east.organisation
    assert town.east.organisation.closed_on == today() - timedelta(days=1)
    assert town.east.organisation.succeeded_by == town.west.organisation
    assert before <= set(members_of(town.west.organisation, today()))
    assert before == set(members_of(town.east.organisation, today() - timedelta(days=1)))


def test_running_notice_keeps_running_for_those_who_read_it(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    merge(play)
    assert play.case.stage == CaseStage.IN_NOTICE
    assert play.notice.is_running
    assert "notice_period" in play.open_steps()
    play.end_notice()
    assert play.case.stage == CaseStage.VERIFYING


def test_members_case_follows_him_without_a_claim(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    merge(play)
    assert play.open_steps() == ["approve_plan"]
    assert play.item("approve_plan").organisation == play.town.west.organisation
    assert play.case.events.filter(verb=EventVerb.OWNER_MOVED).exists()


def test_split_leaves_each_case_to_the_office(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.RECTIFYING)
    split(play)
    assert play.open_steps() == ["assign_successor", "carry_out"]
    assert play.item("carry_out").unheld
    first = Organisation.objects.get(code="E-1")
    in_office(town.east.secretary, Role.SEC, first, since=today())
    play.take("assign_successor", town.officer, successor=first.pk)
    assert play.case.owner_organisation == first
    assert {(i.step, i.organisation, i.unheld) for i in play.open_items()} == {
        ("carry_out", first, False),
        ("reclaim", first, False),
    }
    assert list(breaches()) == []


def test_split_asks_for_every_member_and_two_free_codes(play: Play) -> None:
    town = play.town
    with pytest.raises(InvalidInput) as refused:
        split_branch(
            user=user_of(town.org),
            organisation=town.east.organisation,
            successors={"E-1": "东篱第一党支部", town.west.organisation.code: "重复"},
            members={},
            on=today(),
        )
    assert set(refused.value.errors) == {"successors", "members"}
    assert Membership.objects.filter(organisation=town.east.organisation).exists()


def test_share_of_a_co_unit_goes_to_its_successor(play: Play) -> None:
    town = play.town
    play.co_units = [town.west.organisation]
    play.bring_to(CaseStage.RECTIFYING)
    merge_branches(
        user=user_of(town.org),
        organisation=town.west.organisation,
        successor=town.home,
        on=today(),
    )
    shares = play.case.assignments.filter(kind="co", ended_at__isnull=True)
    assert [share.organisation for share in shares] == [town.home]
    assert sorted(play.open_items().values_list("organisation__name", flat=True)) == sorted(
        [town.east.organisation.name, town.office.name]
    )


def test_merging_into_itself_or_on_another_day_is_refused(play: Play) -> None:
    town = play.town
    with pytest.raises(InvalidInput) as refused:
        merge_branches(
            user=user_of(town.org),
            organisation=town.east.organisation,
            successor=town.east.organisation,
            on=today() + timedelta(days=1),
        )
    assert set(refused.value.errors) == {"successor", "on"}


def test_membership_that_begins_later_is_settled_before_the_branch_closes(play: Play) -> None:
    town = play.town
    in_office(town.west.secretary, Role.LIA, town.east.organisation, since=today())
    with pytest.raises(InvalidInput) as refused:
        merge(play)
    assert set(refused.value.errors) == {"organisation"}


def test_standing_recusal_goes_along_to_the_successor(play: Play) -> None:
    town = play.town
    declared = OrganisationRecusal.objects.create(
        person=town.dis[1], organisation=town.east.organisation, ground="relative", since=today()
    )
    merge(play)
    kept = OrganisationRecusal.objects.exclude(pk=declared.pk).get()
    assert (kept.person, kept.organisation, kept.ground, kept.until) == (
        town.dis[1],
        town.west.organisation,
        "relative",
        None,
    )


def test_recusal_from_the_successor_ends_with_its_declaration(play: Play) -> None:
    """As it would have ended had nobody merged the branches."""
    town = play.town
    play.bring_to(CaseStage.RECTIFYING)
    OrganisationRecusal.objects.create(
        person=town.dis[1], organisation=town.east.organisation, ground="relative", since=today()
    )
    merge(play)
    play.case.refresh_from_db()
    assert recused_in(play.case) == {town.dis[1].pk: "relative"}
    kept = OrganisationRecusal.objects.get(organisation=town.west.organisation)
    end_for_organisation(person=town.dis[1], recusal_id=kept.pk)
    play.pass_days(1)
    assert recused_in(play.case) == {}


def test_case_opened_again_after_a_merger_belongs_to_the_successor(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.CLOSED)
    merge(play)
    play.case.refresh_from_db()
    assert play.case.owner_organisation == town.east.organisation
    play.enter_recusal(town.dis[1])
    assert play.case.owner_organisation == town.west.organisation
    assert play.case.events.filter(verb=EventVerb.OWNER_SUCCEEDED).count() == 1
    assert play.open_steps() == ["assign_verifiers"]
    assert list(breaches()) == []


def test_members_of_the_branch_a_case_came_from_stay_shut_out(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.RECTIFYING)
    Case.objects.filter(pk=play.case.pk).update(found_on=today() - timedelta(days=7))
    member = town.east.members[0]
    merge(play)
    play.case.refresh_from_db()
    Membership.objects.filter(person=member, organisation=town.west.organisation).delete()
    assert member.pk in facts_of(play.case).branch_members


def test_circle_of_a_split_branch_reads_on_while_nobody_has_decided(play: Play) -> None:
    """Its notice is read by members of all successors; the case by none of their secretaries."""
    town = play.town
    play.bring_to(CaseStage.IN_NOTICE)
    PublicationDecision.objects.update(scope=PublicationScope.BRANCH)
    members = list(members_of(town.east.organisation, today()))
    split(play)
    readers = [may_read(play.notice, user_of(someone)) for someone in members]
    assert readers == [True] * len(members)
    assert not may_read(play.notice, user_of(town.west.members[0]))
    first = Organisation.objects.get(code="E-1")
    successor = in_office(town.east.members[0], Role.SEC, first, since=today())
    assert not sees(successor, play.case)
    assert sees(town.officer, play.case)
    play.take("assign_successor", town.officer, successor=first.pk)
    readers = [may_read(play.notice, user_of(someone)) for someone in members]
    assert readers == [True] * len(members)
    assert sees(successor, play.case)


def draft_of(play: Play) -> Case:
    return play.draft(play.town.east.secretary, play.town.east.organisation)


def told(kind: str) -> list[Person]:
    return [row.recipient for row in OutboxMessage.objects.filter(kind=kind).order_by("pk")]


def test_draft_goes_along_to_the_successor_and_only_its_author_hears_of_it(play: Play) -> None:
    town = play.town
    draft = draft_of(play)
    found = preview(lambda: merge(play))
    assert found.hand_over.moved == []
    town.east.organisation.refresh_from_db()
    merge(play)
    draft.refresh_from_db()
    assert (draft.owner_organisation, draft.stage) == (town.west.organisation, CaseStage.DRAFT)
    assert draft.ancestor_2 == town.west.organisation.pk
    assert draft.history.count() == 0
    assert told("draft_moved") == [town.east.secretary]
    assert visible_to(user_of(town.west.secretary)).count() == 0


def test_author_of_a_draft_about_a_split_branch_chooses_anew(play: Play) -> None:
    town = play.town
    draft = draft_of(play)
    split(play)
    draft.refresh_from_db()
    assert draft.owner_organisation == town.east.organisation
    assert told("draft_homeless") == [town.east.secretary]


def test_draft_about_oneself_goes_with_its_author(play: Play) -> None:
    draft = play.draft(play.town.east.members[0])
    merge(play)
    draft.refresh_from_db()
    assert draft.owner_organisation == play.town.west.organisation
    assert draft.history.count() == 0


# --- successors that are succeeded themselves -----------------------------------------------------


def test_next_successor_claims_once_where_the_first_had_not(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.RECTIFYING)
    merge(play)
    play.pass_days(1)
    in_office(town.dps, Role.SEC, town.home)
    merge_branches(
        user=user_of(town.org),
        organisation=town.west.organisation,
        successor=town.home,
        on=today(),
    )
    assert sorted(play.open_steps()) == ["carry_out", "reclaim"]
    assert play.item("reclaim").clock_from == today()
    assert list(breaches()) == []
    play.take("reclaim", town.dps)
    assert play.case.claims.latest("pk").organisation == town.home


def test_split_takes_back_a_claim_that_nobody_has_made(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.RECTIFYING)
    merge(play)
    play.pass_days(1)
    split_branch(
        user=user_of(town.org),
        organisation=town.west.organisation,
        successors={"W-1": "西一党支部", "W-2": "西二党支部"},
        members=dict.fromkeys(members_of(town.west.organisation, today()), "W-1"),
        on=today(),
    )
    assert sorted(play.open_steps()) == ["assign_successor", "carry_out"]
    play.take("assign_successor", successor=Organisation.objects.get(code="W-1").pk)
    assert sorted(play.open_steps()) == ["carry_out", "reclaim"]
    assert list(breaches()) == []


def test_office_gives_the_case_to_whoever_took_the_place_of_a_successor(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.RECTIFYING)
    split(play)
    play.pass_days(1)
    first, second = Organisation.objects.filter(code__in=["E-1", "E-2"]).order_by("code")
    merge_branches(
        user=user_of(town.org), organisation=first, successor=town.west.organisation, on=today()
    )
    town.east.organisation.refresh_from_db()
    assert successors_of(town.east.organisation) == [town.west.organisation, second]
    play.take("assign_successor", successor=town.west.organisation.pk)
    play.case.refresh_from_db()
    assert play.case.owner_organisation == town.west.organisation
    assert list(breaches()) == []
