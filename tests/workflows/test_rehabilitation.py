"""T27: what was wrongly shown is set right where it was shown, as widely and as long."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseStage
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import NoticeChannel, OutboxMessage, Person, PublicationDecision
from rectification.selectors.calendar import current_calendar
from rectification.selectors.notices import board_for, by_token, objection_kinds
from rectification.services import closing, rehabilitation
from rectification.services.identities import seal_identity
from rectification.web.sheets import notice_sheet
from tests.days import at
from tests.factories import acting, opinion_of
from tests.workflows.answers import REASON, SET_RIGHT, TEXT, TITLE
from tests.workflows.play import Play, user_of
from workflows import act
from workflows.invariants import breaches
from workflows.sweep import sweep

TODAY = date(2026, 5, 11)
PLAINLY = "经核实，原公示所述问题不存在或者对象有误，原公示已撤回，特此澄清。"
ON_PAPER: dict[str, Any] = {
    "channels": ["board_sheet", "theme_day"],
    "board_sheet-held_on": "2026-05-11",
    "board_sheet-record": "村务公开栏照片存支部档案",
    "theme_day-held_on": "2026-05-13",
    "theme_day-record": "主题党日会议记录第5页",
}
SHOWN_AGAIN: dict[str, Any] = {
    "board_sheet-held_on": "2026-05-12",
    "board_sheet-record": "澄清说明张贴照片存支部档案",
    "theme_day-held_on": "2026-05-14",
    "theme_day-record": "主题党日会议记录第8页",
}


def to_decision(play: Play, *, scope: str = "S3", days: int = 5, **posted: Any) -> None:
    """The notice was posted; the handler finds that the problem did not exist."""
    play.bring_to(CaseStage.NOTICE_PREP, play.level)
    play.take("propose_publication", scope=scope, working_days=days)
    for step in ("review_secrecy", "check_redaction", "hear_person", "approve_publication"):
        play.take(step)
    play.take("post_notice", **posted)
    play.object("facts")
    play.take("handle_objection", decision="wrong")


def agree(play: Play, **data: Any) -> None:
    play.take("decide_termination", decision="agree", **data)


def read_by(person: Person | None) -> list[str]:
    return [notice.decision.text for notice in board_for(user_of(person) if person else None)]


def told(play: Play, kind: str) -> set[Person]:
    messages = OutboxMessage.objects.filter(case=play.case, kind=kind)
    return {message.recipient for message in messages.select_related("recipient")}


# --- what the leading group writes --------------------------------------------------------------


def test_text_is_needed_and_names_nobody(play: Play) -> None:
    to_decision(play)
    town = play.town
    assert set(play.refusal("decide_termination", decision="agree", text="")) == {"text"}
    assert set(play.refusal("decide_termination", decision="agree", text="已撤回。")) == {"text"}
    named = f"{town.east.members[0].name}同志与所述问题无关，原公示已撤回。"
    assert set(play.refusal("decide_termination", decision="agree", text=named)) == {"text"}
    assert (play.case.stage, play.notice.withdrawn_at) == ("objection", None)
    assert play.case.notices.count() == 1
    with pytest.raises(InvalidInput) as refused:
        closing.decide_termination(
            case=play.case,
            actor=acting(town.lg),
            agrees=True,
            reason=REASON,
            objection=play.case.objections.get(),
        )
    assert (set(refused.value.errors), refused.value.rule) == ({"text"}, "T27")


def test_names_are_not_to_be_tried_out_on_it(play: Play) -> None:
    """A reporter's name is answered like anybody's; what is shown then are plain words."""
    to_decision(play)
    seal_identity(name="欧阳霁月", contact="", opinion=opinion_of(play.case))
    agree(play, text="欧阳霁月反映的问题不属实，原公示已撤回。")
    assert play.case.stage == "terminated"
    assert play.rehabilitation.decision.text == PLAINLY
    assert read_by(play.town.west.members[0]) == [PLAINLY]
    assert not PublicationDecision.history.filter(text__contains="欧阳霁月").exists()


def test_a_name_that_is_no_reporters_is_shown_as_written(play: Play) -> None:
    to_decision(play)
    text = "欧阳霁月反映的问题不属实，原公示已撤回。"
    agree(play, text=text)
    assert play.rehabilitation.decision.text == text


def test_refusal_needs_no_text(play: Play) -> None:
    to_decision(play)
    play.take("decide_termination", decision="refuse", text="")
    assert (play.case.stage, play.case.notices.count()) == ("in_notice", 1)


def test_termination_for_another_reason_needs_none_and_shows_none(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.propose_termination()
    agree(play, text="")
    assert (play.case.stage, play.notice.withdrawn_at) == ("terminated", timezone.now())
    assert (play.case.notices.count(), told(play, "rehabilitated")) == (1, set())


def test_termination_for_another_reason_waits_for_the_objection(play: Play) -> None:
    """Else the wrong text would vanish without a word."""
    play.bring_to(CaseStage.IN_NOTICE)
    play.propose_termination()
    play.object("facts")
    play.take("handle_objection", decision="wrong")
    by_office = play.open_items().filter(step="decide_termination", objection=None).get()
    by_objection = play.open_items().filter(step="decide_termination").exclude(objection=None).get()
    with pytest.raises(CaseError) as refused:
        closing.decide_termination(
            case=play.case, actor=acting(play.town.lg), agrees=True, reason=REASON
        )
    assert (refused.value.rule, by_office.closed_at) == ("T27", None)
    act.perform(
        user=user_of(play.town.lg),
        item_id=by_objection.pk,
        data={"decision": "agree", "reason": REASON, "text": SET_RIGHT},
    )
    play.case.refresh_from_db()
    assert (play.case.stage, play.open_steps()) == ("terminated", [])
    assert read_by(play.town.west.members[0]) == [SET_RIGHT]


# --- where it is shown --------------------------------------------------------------------------


def test_it_replaces_what_was_wrong_for_the_same_readers_and_days(play: Play) -> None:
    to_decision(play, scope="S3", days=7)
    town = play.town
    assert read_by(town.west.members[0]) == [TEXT]
    agree(play)
    made = play.rehabilitation
    assert (made.corrects, made.widest_scope, made.decision.scope) == (play.notice, "S3", "S3")
    assert (made.decision.purpose, made.decision.text) == ("rehabilitation", SET_RIGHT)
    assert (made.decision.proposed_by, made.decision.approved_by) == (town.lg, town.lg)
    assert (made.starts_on, made.ends_on) == (date(2026, 5, 12), date(2026, 5, 20))
    assert read_by(town.west.members[0]) == read_by(town.east.members[1]) == [SET_RIGHT]
    assert read_by(None) == []
    assert play.notice.withdrawn_at == timezone.now()
    assert play.case.stage == "terminated"
    events = play.case.events.order_by("-sequence")[:2]
    assert [(e.verb, e.actor_kind) for e in events] == [
        ("rehabilitated", "system"),
        ("terminated", "person"),
    ]
    assert list(breaches()) == []


def test_it_goes_as_far_as_the_widest_scope_before_narrowing(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.object("facts")
    play.take("handle_objection", decision="corrected", scope="S2", title=TITLE, text=TEXT)
    assert (play.notice.decision.scope, play.notice.widest_scope) == ("S2", "S3")
    play.object("facts")
    play.take("handle_objection", decision="wrong")
    agree(play)
    assert play.rehabilitation.decision.scope == "S3"
    assert read_by(play.town.west.members[0]) == [SET_RIGHT]


def test_it_answers_for_every_notice_the_case_has_had(play: Play) -> None:
    """The first one reached further, in more ways and for longer; it was withdrawn (T26)."""
    play.bring_to(CaseStage.NOTICE_PREP)
    play.take("propose_publication", scope="S4", working_days=10)
    for step in ("review_secrecy", "check_redaction", "hear_person", "approve_publication"):
        play.take(step)
    play.take("post_notice", **ON_PAPER)
    play.object("effect")
    play.take("handle_objection", decision="upheld")
    play.go_on_to(CaseStage.IN_NOTICE)
    play.object("facts")
    play.take("handle_objection", decision="wrong")
    agree(play)
    made = play.rehabilitation
    assert (made.decision.scope, made.decision.working_days) == ("S4", 10)
    assert play.open_steps() == ["post_rehabilitation"]


def test_member_case_is_set_right_in_the_branch_alone(play: Play) -> None:
    play.level = "M"
    to_decision(play, scope="S2")
    agree(play)
    town = play.town
    assert read_by(town.east.members[1]) == read_by(town.east.members[0]) == [SET_RIGHT]
    assert read_by(town.west.members[0]) == []


def test_those_concerned_are_told(play: Play) -> None:
    play.level = "M"
    to_decision(play, scope="S2")
    agree(play)
    town = play.town
    everybody = {town.east.members[0], town.east.secretary, town.intake, town.officer}
    assert told(play, "rehabilitated") == told(play, "terminated") == everybody


# --- pages --------------------------------------------------------------------------------------


def test_sheets_link_leads_from_the_wrong_text_to_the_right_one(play: Play, client: Client) -> None:
    to_decision(play, scope="S4", **ON_PAPER)
    old = reverse("rectification:sheet", args=[play.notice.token])
    assert TEXT in client.get(old).content.decode()
    agree(play)
    new = reverse("rectification:sheet", args=[play.rehabilitation.token])
    for url in (old, new):
        response = client.get(url)
        page = response.content.decode()
        assert response.status_code == 200
        assert SET_RIGHT in page
        assert (TEXT in page, TITLE in page, "异议" in page) == (False, False, False)
    for token in (play.notice.token, play.rehabilitation.token):
        url = reverse("workflows:object_by_link", args=[token])
        assert client.get(url).status_code == 404
    client.force_login(user_of(play.town.west.members[0]))
    assert client.get(reverse("rectification:notice", args=[play.notice.pk])).status_code == 404
    shown = client.get(reverse("rectification:notice", args=[play.rehabilitation.pk]))
    assert SET_RIGHT in shown.content.decode()


def test_no_link_opens_a_narrow_rehabilitation(play: Play) -> None:
    to_decision(play, scope="S3")
    agree(play)
    assert by_token(play.notice.token) is by_token(play.rehabilitation.token) is None


def test_sheet_says_what_it_sets_right_and_for_whom(play: Play) -> None:
    to_decision(play)
    agree(play)
    sheet = notice_sheet(play.rehabilitation, today=TODAY, calendar=current_calendar(), full=True)
    assert [str(line) for line in sheet.meta] == [
        "青石村党支部",
        "公示期 2026年5月12日至2026年5月18日",
        "更正2026年5月12日起的公示，该公示已撤回",
        "全镇党内",
        "联系：领导小组办公室",
    ]
    assert (sheet.title, sheet.act) == ("关于已撤回公示的澄清说明", None)


def test_board_drops_it_three_days_after_its_end(play: Play) -> None:
    to_decision(play)
    agree(play)
    reader = play.town.west.members[0]
    last = play.rehabilitation.ends_on
    play.clock.move_to(at(last + timedelta(days=3), "23:59:59"))
    assert (sweep(), read_by(reader)) == (0, [SET_RIGHT])
    play.clock.move_to(at(last + timedelta(days=4), "00:00:00"))
    assert read_by(reader) == []


def test_page_of_the_decision_shows_where_it_will_go(play: Play, client: Client) -> None:
    to_decision(play, scope="S4", days=6, **ON_PAPER)
    client.force_login(user_of(play.town.lg))
    url = reverse("workflows:act", args=[play.item("decide_termination").pk])
    form = client.get(url).context["form"]
    assert [str(value) for _name, value in form.reach_facts] == [
        "本村/本单位（含群众）",
        "6",
        "线上公示栏, 公示栏张贴, 主题党日讲评",
    ]


# --- the other channels -------------------------------------------------------------------------


def test_publicity_centre_shows_it_in_every_channel_of_the_wrong_notice(play: Play) -> None:
    to_decision(play, **ON_PAPER)
    town = play.town
    agree(play)
    item = play.item("post_rehabilitation")
    assert (item.role, item.organisation, item.opens_case) == ("PUB", town.publicity, False)
    assert (item.stage, item.due_on) == ("", play.rehabilitation.ends_on)
    assert play.case.stage == "terminated"
    errors = play.refusal("post_rehabilitation", **{"board_sheet-record": ""})
    assert "board_sheet-record" in errors
    early = {**SHOWN_AGAIN, "theme_day-held_on": "2026-05-10"}
    assert set(play.refusal("post_rehabilitation", **early)) == {"theme_day-held_on"}
    late = {**SHOWN_AGAIN, "theme_day-held_on": "2026-05-19"}
    assert set(play.refusal("post_rehabilitation", **late)) == {"theme_day-held_on"}
    play.take("post_rehabilitation", town.pub, **SHOWN_AGAIN)
    rows = NoticeChannel.objects.filter(notice=play.rehabilitation).order_by("pk")
    assert list(rows.values_list("kind", "held_on", "record")) == [
        ("board_online", TODAY, ""),
        ("board_sheet", date(2026, 5, 12), "澄清说明张贴照片存支部档案"),
        ("theme_day", date(2026, 5, 14), "主题党日会议记录第8页"),
    ]
    assert (play.case.stage, play.open_steps()) == ("terminated", [])
    assert play.case.events.latest("sequence").verb == "rehabilitation_posted"


def test_publicity_centre_reads_the_text_and_nothing_of_the_case(
    play: Play, client: Client
) -> None:
    to_decision(play, **ON_PAPER)
    agree(play)
    client.force_login(user_of(play.town.pub))
    url = reverse("workflows:act", args=[play.item("post_rehabilitation").pk])
    page = client.get(url).content.decode()
    assert SET_RIGHT in page
    assert "公示栏张贴" in page
    for hidden in (TEXT, TITLE, play.case.title, play.case.description):
        assert hidden not in page
    assert client.get(reverse("rectification:case", args=[play.case.pk])).status_code == 404
    assert client.post(url, SHOWN_AGAIN).status_code == 302


def test_channels_are_exactly_those_of_the_wrong_notice(play: Play) -> None:
    to_decision(play, **ON_PAPER)
    agree(play)
    actor = acting(play.town.pub)
    sheet = ("board_sheet", TODAY, "照片")
    for used in ([], [sheet], [sheet, sheet], [sheet, ("circular", TODAY, "通报")]):
        with pytest.raises(CaseError):
            rehabilitation.spread_rehabilitation(case=play.case, actor=actor, channels=used)
    assert NoticeChannel.objects.filter(notice=play.rehabilitation).count() == 1


# --- the person concerned may say no ------------------------------------------------------------


def test_person_concerned_has_it_taken_down_and_nobody_else_can(play: Play, client: Client) -> None:
    play.level = "M"
    to_decision(play, scope="S2", **ON_PAPER)
    agree(play)
    town = play.town
    concerned, mate = user_of(town.east.members[0]), user_of(town.east.members[1])
    made = play.rehabilitation
    assert objection_kinds(made, concerned) == ["privacy"]
    assert objection_kinds(made, mate) == objection_kinds(made, None, by_link=True) == []
    url = reverse("workflows:object", args=[made.pk])
    board = reverse("rectification:board")
    client.force_login(mate)
    refused = client.get(url)
    assert (refused.status_code, refused.context["error"].rule) == (403, "4.7")
    assert 'href="/authority/#rule-4.7"' in refused.content.decode()
    assert url not in client.get(board).content.decode()
    client.force_login(concerned)
    assert url in client.get(board).content.decode()
    says = {"kind": "privacy", "mode": "anonymous", "text": "我不希望再提此事。"}
    assert client.post(url, {**says, "kind": "facts"}).status_code == 422
    assert client.post(url, says).status_code == 200
    made.refresh_from_db()
    assert made.withdrawn_at == timezone.now()
    assert read_by(town.east.members[1]) == []
    assert play.open_steps() == []
    play.case.refresh_from_db()
    assert play.case.stage == "terminated"
    assert play.case.objections.latest("pk").reply == "文字已立即从公示栏撤下。"
    assert list(breaches()) == []
