"""docs/rules.md 4.6 (M45): one posting carries many notices; who enters it, and what it refuses."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction

from rectification.enums import CaseStage, Channel, EventVerb, PartyReason, PublicationScope
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Notice, NoticeChannel, Person, Posting, Recusal, User
from rectification.policies.authority import authority_of
from rectification.selectors.notices import board_for
from rectification.selectors.postings import notices_for, planned_for
from rectification.services.occasions import enter_occasion
from rectification.services.parties import add_party
from rectification.services.postings import Shown, enter_posting
from tests.days import at
from tests.factories import Township, case_in
from tests.rectification.web.desk import post_notice

pytestmark = pytest.mark.django_db

POSTED = at("2026-05-25", "10:00:00")
NOW = at("2026-05-29", "10:00:00")
HELD = date(2026, 5, 28)


@pytest.fixture(autouse=True)
def _day(clock: time_machine.Traveller) -> None:
    clock.move_to(POSTED)


def notice_of(town: Township, scope: str = "S2", **fields: Any) -> Notice:
    case = case_in(town, CaseStage.IN_NOTICE)
    return post_notice(town, case, PublicationScope(scope), **fields)


def entered(
    town: Township, notices: list[Notice], by: Person | None = None, **given: Any
) -> Posting:
    shown = {
        "channel": Channel.THEME_DAY,
        "held_on": HELD,
        "attendance": 21,
        "record": "支部会议记录本",
    }
    page = given.pop("page", None)
    return enter_posting(
        by=User.objects.get(person=by or town.east.secretary),
        organisation=given.pop("organisation", town.east.organisation),
        notices=notices,
        shown=Shown(**{**shown, **given}),
        page=page,
    )


def refused(town: Township, notices: list[Notice], **given: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as error:
        entered(town, notices, **given)
    assert error.value.rule == "4.6"
    assert not Posting.objects.exists()
    return {name: str(text) for name, text in error.value.errors.items()}


def test_one_posting_carries_many_notices_and_notes_it_in_each_case(
    town: Township, clock: time_machine.Traveller
) -> None:
    first, second = notice_of(town), notice_of(town, "S3")
    planned = NoticeChannel.objects.create(
        notice=first, kind=Channel.THEME_DAY, held_on=HELD, record="待会后补"
    )
    clock.move_to(NOW)
    posting = entered(town, [first, second])
    rows = NoticeChannel.objects.filter(posting=posting).order_by("notice")
    assert [(row.notice, row.kind, row.shown_on) for row in rows] == [
        (first, "theme_day", HELD),
        (second, "theme_day", HELD),
    ]
    planned.refresh_from_db()
    assert (planned.posting, planned.held_on, planned.record) == (posting, None, "")
    assert [row.record for row in planned.history.order_by("history_id")] == ["待会后补", ""]
    assert (posting.attendance, posting.entered_by) == (21, town.east.secretary)
    for notice in (first, second):
        event = notice.case.events.get(verb=EventVerb.CHANNEL_RECORDED)
        assert (event.actor, event.acting_role, event.reference) == (
            town.east.secretary,
            "SEC",
            f"notice:{notice.pk}",
        )


@pytest.mark.parametrize("who", ["secretary", "clerk", "pub"])
def test_secretary_clerk_and_publicity_centre_enter(
    town: Township, clock: time_machine.Traveller, who: str
) -> None:
    someone = town.pub if who == "pub" else getattr(town.east, who)
    notice = notice_of(town, "S3")
    clock.move_to(NOW)
    posting = entered(town, [notice], someone)
    event = notice.case.events.get(verb=EventVerb.CHANNEL_RECORDED)
    assert event.acting_role == {"secretary": "SEC", "clerk": "CLK", "pub": "PUB"}[who]
    assert posting.entered_by == someone


@pytest.mark.parametrize("who", ["west", "officer", "gen", "pse", "liaison"])
def test_nobody_else_enters(town: Township, clock: time_machine.Traveller, who: str) -> None:
    someone = town.west.secretary if who == "west" else getattr(town, who)
    notice = notice_of(town, "S3")
    clock.move_to(NOW)
    with pytest.raises(NotAllowed) as error:
        entered(town, [notice], someone)
    assert error.value.rule == "4.6"
    assert "书记、联络员或者宣传信息中心" in str(error.value.message)


def test_notice_that_one_may_not_read_is_not_entered(
    town: Township, clock: time_machine.Traveller
) -> None:
    hidden, of_branch, gone = notice_of(town, "S3"), notice_of(town, "S2"), notice_of(town, "S3")
    hidden.hidden_at = gone.withdrawn_at = POSTED
    hidden.save()
    gone.save()
    clock.move_to(NOW)
    for notice, someone in (
        (hidden, town.east.secretary),
        (gone, town.east.secretary),
        (of_branch, town.pub),
    ):
        with pytest.raises(CaseError) as error:
            entered(town, [notice], someone)
        assert (error.value.field, error.value.rule) == ("notices", "4.6")
    assert not NoticeChannel.objects.exists()


def test_notice_of_another_organisation_is_not_entered(
    town: Township, clock: time_machine.Traveller
) -> None:
    case = case_in(town, CaseStage.IN_NOTICE, owner_organisation=town.west.organisation)
    notice = post_notice(town, case, PublicationScope.TOWNSHIP)
    clock.move_to(NOW)
    with pytest.raises(CaseError):
        entered(town, [notice])


def test_those_of_a_branch_alone_are_entered_with_the_branch(
    town: Township, clock: time_machine.Traveller
) -> None:
    """At a meeting of the township others would read S2, on its board residents of all S4."""
    notices = {scope: notice_of(town, scope) for scope in ("S2", "S3", "S4", "S5")}
    clock.move_to(NOW)
    someone = User.objects.get(person=town.pub)
    above = notices_for(town.committee, someone, authority_of(someone))
    own = notices_for(town.east.organisation, someone, authority_of(someone))
    assert {notice.decision.scope for notice in above} == {"S3", "S5"}
    assert {notice.decision.scope for notice in own} == {"S3", "S4", "S5"}
    with pytest.raises(CaseError) as error:
        entered(town, [notices["S4"]], town.pub, organisation=town.committee)
    assert (error.value.field, error.value.rule) == ("notices", "4.6")


def test_what_those_concerned_alone_read_is_shown_at_no_meeting(town: Township) -> None:
    notice, user = notice_of(town, "S1"), User.objects.get(person=town.east.secretary)
    add_party(case=notice.case, person=town.east.secretary, reason=PartyReason.AUTHOR)
    authority = authority_of(user)
    assert notice in board_for(user, authority)
    assert list(notices_for(town.east.organisation, user, authority)) == []


def test_whoever_is_recused_is_offered_nothing_and_enters_nothing(
    town: Township, clock: time_machine.Traveller
) -> None:
    notice, user = notice_of(town, "S3"), User.objects.get(person=town.east.secretary)

    def offered() -> list[Notice]:
        return list(notices_for(town.east.organisation, user, authority_of(user)))

    assert offered() == [notice]
    Recusal.objects.create(
        case=notice.case,
        person=town.east.secretary,
        ground="relative",
        since=POSTED,
    )
    clock.move_to(NOW)
    assert offered() == []
    with pytest.raises(CaseError):
        entered(town, [notice])


def test_meeting_counts_and_a_sheet_does_not(town: Township, clock: time_machine.Traveller) -> None:
    notice = notice_of(town, "S4")
    clock.move_to(NOW)
    for kind in Channel.meetings():
        assert set(refused(town, [notice], channel=kind, attendance=None)) == {"attendance"}
    for kind in (Channel.BOARD_SHEET, Channel.CIRCULAR):
        assert set(refused(town, [notice], channel=kind)) == {"attendance"}
    assert entered(town, [notice], channel=Channel.BOARD_SHEET, attendance=None).attendance is None


def test_online_board_is_nothing_to_enter(town: Township, clock: time_machine.Traveller) -> None:
    notice = notice_of(town, "S4")
    clock.move_to(NOW)
    assert set(refused(town, [notice], channel=Channel.BOARD_ONLINE)) == {"channel"}


@pytest.mark.parametrize("scope", ["S2", "S3"])
def test_sheet_on_the_board_carries_nothing_for_members_alone(
    town: Township, clock: time_machine.Traveller, scope: str
) -> None:
    narrow, wide = notice_of(town, scope), notice_of(town, "S4")
    clock.move_to(NOW)
    told = refused(town, [narrow, wide], channel=Channel.BOARD_SHEET, attendance=None)
    assert set(told) == {"notices"}
    assert narrow.decision.title in told["notices"]
    assert entered(town, [narrow, wide]).channels.count() == 2


@pytest.mark.parametrize("day", ["2026-05-24", "2026-05-30", "2026-06-09"])
def test_day_lies_between_the_posting_of_the_notices_and_today(
    town: Township, clock: time_machine.Traveller, day: str
) -> None:
    notice = notice_of(town)
    clock.move_to(NOW)
    assert set(refused(town, [notice], held_on=date.fromisoformat(day))) == {"held_on"}


def test_notice_that_is_over_was_shown_before_its_end(
    town: Township, clock: time_machine.Traveller
) -> None:
    """Entered on the days for which it still stands on the board; held on its last one."""
    notice = notice_of(town, ends_on=HELD)
    clock.move_to(at("2026-05-31", "10:00:00"))
    after = HELD + timedelta(days=1)
    assert set(refused(town, [notice], held_on=after)) == {"held_on"}
    assert entered(town, [notice]).held_on == HELD


def test_while_the_period_stands_still_any_day_is_one_of_it(
    town: Township, clock: time_machine.Traveller
) -> None:
    notice = notice_of(town, ends_on=date(2026, 5, 27))
    notice.suspended_on = date(2026, 5, 26)
    notice.save()
    clock.move_to(NOW)
    assert entered(town, [notice]).held_on == HELD


def test_record_is_named_or_chosen(town: Township, clock: time_machine.Traveller) -> None:
    notice = notice_of(town)
    clock.move_to(NOW)
    assert set(refused(town, [notice], record=" ")) == {"record"}
    meeting = enter_occasion(
        by=town.east.secretary,
        source="meeting",
        kind="theme_day",
        organisation=town.east.organisation,
        held_on=HELD,
        finding="讲评整改情况，大家没有意见。",
        present=20,
    )
    other = enter_occasion(
        by=town.west.secretary,
        source="meeting",
        kind="theme_day",
        organisation=town.west.organisation,
        held_on=HELD,
        finding="讲评整改情况，大家没有意见。",
        present=20,
    )
    earlier = HELD - timedelta(days=1)
    assert set(refused(town, [notice], occasion=meeting, held_on=earlier)) == {"occasion"}
    assert set(refused(town, [notice], occasion=other)) == {"occasion"}
    assert entered(town, [notice], occasion=meeting, record="").occasion == meeting


def test_no_notice_is_no_posting(town: Township) -> None:
    assert set(refused(town, [])) == {"notices"}


def test_what_is_entered_anew_counts_and_the_former_stays(
    town: Township, clock: time_machine.Traveller
) -> None:
    notice = notice_of(town)
    clock.move_to(NOW)
    former = entered(town, [notice], attendance=12)
    newer = entered(town, [notice], again="instead")
    assert [posting.channels.count() for posting in (former, newer)] == [0, 1]
    assert notice.case.events.filter(verb=EventVerb.CHANNEL_RECORDED).count() == 2


def test_second_meeting_stands_beside_the_first(
    town: Township, clock: time_machine.Traveller
) -> None:
    """Nobody loses a theme day by entering the next one; which it is he says himself."""
    notice, other = notice_of(town), notice_of(town)
    clock.move_to(NOW)
    first = entered(town, [notice], attendance=12)
    clock.move_to(at("2026-05-30", "10:00:00"))
    later = {"held_on": date(2026, 5, 29), "attendance": 9}
    with pytest.raises(InvalidInput) as refused:
        entered(town, [other, notice], **later)
    assert (list(refused.value.errors), refused.value.rule) == (["again"], "4.6")
    assert "5月28日" in str(refused.value.errors["again"])
    second = entered(town, [other, notice], again="beside", **later)
    assert [posting.channels.count() for posting in (first, second)] == [1, 2]
    shown = notice.channels.order_by("pk")
    assert [row.shown_on for row in shown] == [HELD, date(2026, 5, 29)]
    wrong = entered(town, [notice], again="instead", **later | {"attendance": 10})
    assert [row.posting for row in notice.channels.order_by("pk")] == [first, wrong]
    assert second.channels.count() == 1


def test_page_sent_twice_is_one_posting(town: Township, clock: time_machine.Traveller) -> None:
    notice, page = notice_of(town), uuid4()
    clock.move_to(NOW)
    assert entered(town, [notice], page=page) == entered(town, [notice], page=page)
    assert notice.case.events.filter(verb=EventVerb.CHANNEL_RECORDED).count() == 1
    with pytest.raises(CaseError):
        entered(town, [notice], town.east.clerk, page=page)


def test_row_has_one_day_and_a_meeting_a_number(
    town: Township, clock: time_machine.Traveller
) -> None:
    notice = notice_of(town)
    clock.move_to(NOW)
    posting = entered(town, [notice])
    row = posting.channels.get()
    row.held_on = HELD
    posting.attendance = None
    for wrong in (row, posting):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


def test_what_is_planned_for_a_theme_day_is_offered_until_it_is_entered(
    town: Township, clock: time_machine.Traveller
) -> None:
    soon, later, other = (notice_of(town, ends_on=date(2026, 7, 10)) for _ in range(3))
    for notice, kind, day in (
        (soon, Channel.THEME_DAY, HELD),
        (later, Channel.THEME_DAY, date(2026, 6, 28)),
        (other, Channel.CIRCULAR, HELD),
    ):
        NoticeChannel.objects.create(notice=notice, kind=kind, held_on=day, record="待补")
    notices = [soon, later, other]
    assert planned_for(notices) == {soon.pk: HELD}
    clock.move_to(NOW)
    assert planned_for(notices) == {soon.pk: HELD, later.pk: date(2026, 6, 28)}
    entered(town, [soon])
    assert planned_for(notices) == {later.pk: date(2026, 6, 28)}
