"""The components: structure, words beside colours, ways for keyboard, thumb and reader."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import Message
from django.utils import translation

from rectification.enums import CaseStage
from rectification.models import User
from rectification.web.parts import Act, ActKind, Light, LightColour
from rectification.web.path import STOP_OF, Stop, build_path
from tests.rectification.web import gallery
from tests.rectification.web.elements import Elements, component, render

pytestmark = pytest.mark.usefixtures("english", "november")

ENDS = {"rejected", "withdrawn", "merged", "transferred", "terminated"}


@pytest.fixture
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def november() -> Any:
    with time_machine.travel(datetime(2026, 11, 23, 2, 0, tzinfo=UTC), tick=False):
        yield


# --- Dates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "source", "expected"),
    [
        ("zh-hans", "{{ day|full_date }}", "2026年11月23日"),
        ("zh-hans", "{{ day|list_date }}", "11月23日"),
        ("zh-hans", "{{ spring|list_date }}", "3月5日"),
        ("zh-hans", "{{ later|list_date }}", "2027年1月5日"),
        ("zh-hans", "{{ at|moment }}", "11月23日 10:00"),
        ("zh-hans", "{{ none|full_date }}", ""),
        ("en", "{{ day|list_date }}", "November 23"),
        ("en", "{{ day|due_words }}", "by November 23 (Mon) 24:00"),
    ],
)
def test_date_is_written_as_on_paper(language: str, source: str, expected: str) -> None:
    with translation.override(language):
        shown = render(
            source,
            day=date(2026, 11, 23),
            spring=date(2026, 3, 5),
            later=date(2027, 1, 5),
            at=datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
            none=None,
        )
    assert shown.text == expected


def test_moment_late_in_the_evening_utc_is_the_next_day_in_shanghai() -> None:
    shown = render("{{ at|list_date }}", at=datetime(2026, 11, 22, 17, 0, tzinfo=UTC))
    assert shown.text == "November 23"


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0"), (99, "99"), (100, "99+"), (10_001, "99+")]
)
def test_count_is_capped(count: int, expected: str) -> None:
    assert render("{{ count|capped }}", count=count).text == expected


def test_count_has_its_own_cap() -> None:
    assert render("{{ count|capped:10000 }}", count=10_001).text == "10 000+"


# --- Lights and the path -----------------------------------------------------------------------


@pytest.mark.parametrize("colour", LightColour.values)
def test_light_has_word_and_shape(colour: str) -> None:
    shown = render("{% light colour %}", colour=colour)
    assert shown.text == LightColour(colour).label
    assert shown.having("light-shape") != []


def test_shapes_of_lights_differ() -> None:
    shapes = {
        tuple(sorted(render("{% light c %}", c=colour).tags[2][1].items()))
        for colour in LightColour.values
    }
    assert len(shapes) == len(LightColour.values)


def test_light_of_unknown_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="purple"):
        Light("purple")


def test_every_stage_has_a_stop_or_is_an_end() -> None:
    assert set(STOP_OF) | ENDS == set(CaseStage.values)
    assert not set(STOP_OF) & ENDS


@pytest.mark.parametrize(
    ("stage", "number", "states"),
    [
        ("draft", 1, "now ahead ahead ahead ahead ahead ahead ahead"),
        ("plan_review", 3, "done done now ahead ahead ahead ahead ahead"),
        ("objection", 6, "done done done done done now ahead ahead"),
        ("look_back", 8, "done done done done done done done now"),
        ("closed", 8, "done done done done done done done done"),
    ],
)
def test_path_of_stage(stage: str, number: int, states: str) -> None:
    path = build_path(stage=stage)
    assert [stop.state.value for stop in path.stops] == states.split()
    assert path.number == number


def test_path_of_ended_case_stops_where_it_got_to() -> None:
    path = build_path(stage=CaseStage.WITHDRAWN, reached=Stop.PLAN)
    assert [stop.state.value for stop in path.stops][:4] == ["done", "done", "ended", "ahead"]


def test_path_shows_days_behind_and_the_limit_of_the_present_stop() -> None:
    shown = render("{% case_path path %}", path=gallery.sample_path())
    stops = shown.named("li")
    assert len(stops) == 8
    assert [attrs.get("aria-current") for attrs in stops].count("step") == 1
    assert "October 12" in shown.text
    assert "by November 27" in shown.text
    assert "Stop 5 of 8" in shown.text


def test_path_of_second_round_says_so() -> None:
    shown = render("{% case_path path %}", path=gallery.sample_path(round=2))
    assert "Round 2" in shown.text


# --- Turn and acts -----------------------------------------------------------------------------


def test_turn_of_the_reader_is_coloured_and_offers_acts() -> None:
    shown = component("turn", turn=gallery.sample_turn())
    assert shown.having("turn-mine") != []
    assert "Your turn: 初核" in shown.text
    assert "by November 27 (Fri) 24:00" in shown.text
    assert "Why this day?" in shown.text
    assert [attrs["href"] for attrs in shown.having("btn-due")] == ["/act/pass"]
    assert len(shown.having("acts-fixed")) == 1


def test_turn_of_somebody_else_names_the_holder() -> None:
    shown = component(
        "turn", turn=gallery.sample_turn(holder="镇纪委", acts=(), why=(), why_url="/why/1")
    )
    assert shown.having("turn-mine") == []
    assert "镇纪委's turn: 初核" in shown.text
    assert [attrs["href"] for attrs in shown.named("a")] == ["/why/1"]
    assert shown.having("acts") == []


def test_turn_of_somebody_else_says_why_not_and_by_which_rule() -> None:
    shown = component(
        "turn",
        turn=gallery.sample_turn(holder="镇纪委", acts=(), why_not=[gallery.sample_why_not()]),
        user=User(username="M-1"),
    )
    assert "Why can I not?" in shown.text
    assert "依规回避" in shown.text
    assert "由镇纪委办理" in shown.text
    assert [attrs["href"] for attrs in shown.named("a")] == ["/authority/#verify"]


def test_rule_is_no_link_for_whoever_has_no_account() -> None:
    shown = component("rule", rule="4.4", user=AnonymousUser())
    assert shown.text.strip() == "Rule: 4.4"
    assert shown.named("a") == []
    known = component("rule", rule="4.4", user=User(username="M-1"))
    assert [attrs["href"] for attrs in known.named("a")] == ["/authority/#rule-4.4"]
    code = component("rule", rule="E-CLOSED", user=User(username="M-1"))
    assert code.named("a") == []


def test_turn_of_deputy_says_for_whom() -> None:
    shown = component("turn", turn=gallery.sample_turn(on_behalf_of="沈怀川"))
    assert "You act for 沈怀川" in shown.text


def test_provisional_day_is_marked() -> None:
    assert "provisional" in component("turn", turn=gallery.sample_turn(provisional=True)).text


def test_fourth_act_is_folded() -> None:
    shown = component("acts", acts=gallery.sample_turn().acts)
    assert len(shown.having("acts-more")) == 1
    assert [attrs["href"] for attrs in shown.named("a")] == [
        "/act/pass",
        "/act/return",
        "/act/consult",
        "/act/hand-over",
    ]


def test_act_by_post_carries_token_and_key() -> None:
    shown = component("act", act=Act("催办", "/urge", kind=ActKind.POST, idempotency_key="k-1"))
    hidden = {attrs["name"]: attrs["value"] for attrs in shown.named("input")}
    assert hidden["idempotency_key"] == "k-1"
    assert hidden["csrfmiddlewaretoken"]
    assert shown.named("form") == [{"method": "post", "action": "/urge"}]


# --- Forms -------------------------------------------------------------------------------------


def faulty_form() -> Elements:
    context = gallery.gallery_context()
    return component("form", form=context["form"], acts=context["form_acts"], idempotency_key="k-1")


def test_error_summary_names_every_field_and_leads_to_it() -> None:
    shown = faulty_form()
    targets = [a["href"][1:] for a in shown.named("a") if a["href"].startswith("#")]
    assert targets == ["id_reason", "id_conclusion", "id_due_on", "id_category", "id_truthful"]
    assert set(targets) <= set(shown.ids())
    assert "5 things have to be put right" in shown.text
    assert "退回理由: " in shown.text


def test_controls_refer_to_help_and_errors_that_exist() -> None:
    shown = faulty_form()
    described = [a["aria-describedby"] for _, a in shown.tags if "aria-describedby" in a]
    assert "id_reason_helptext id_reason_error" in described
    assert {name for names in described for name in names.split()} <= set(shown.ids())


def test_ids_on_a_form_are_unique() -> None:
    ids = faulty_form().ids()
    assert len(ids) == len(set(ids))


def test_form_keeps_hidden_fields_and_its_key() -> None:
    inputs = [attrs for attrs in faulty_form().named("input") if attrs["type"] == "hidden"]
    hidden = {attrs["name"]: attrs.get("value") for attrs in inputs}
    assert hidden["idempotency_key"] == "k-1"
    assert "token" in hidden


def test_form_with_a_file_is_multipart() -> None:
    assert faulty_form().named("form")[0]["enctype"] == "multipart/form-data"


def test_required_fields_say_so_in_words() -> None:
    assert faulty_form().text.count("required") - faulty_form().text.count("is required") == 4


def test_choices_are_whole_lines() -> None:
    shown = faulty_form()
    assert [attrs["for"] for attrs in shown.having("option")] == [
        "id_conclusion_0",
        "id_conclusion_1",
        "id_units_0",
        "id_units_1",
        "id_truthful",
    ]
    assert len(shown.named("fieldset")) == len(shown.named("legend")) == 2


def test_date_field_offers_the_calendar_of_the_browser() -> None:
    form = gallery.SampleForm(initial={"due_on": date(2026, 3, 5)})
    inputs = component("fields", form=form).named("input")
    (control,) = [attrs for attrs in inputs if attrs["name"] == "due_on"]
    assert (control["type"], control["value"]) == ("date", "2026-03-05")


def test_form_without_errors_has_no_summary() -> None:
    assert component("error_summary", form=gallery.SampleForm()).tags == []


# --- Lists and sheets --------------------------------------------------------------------------


def test_work_row_offers_one_act() -> None:
    shown = component("work_rows", rows=gallery.sample_work())
    assert len(shown.having("row-item")) == len(shown.having("btn")) == 3
    assert len(shown.having("btn-due")) == 1


def test_case_row_names_stage_and_day() -> None:
    shown = component("case_rows", rows=gallery.gallery_context()["cases"])
    assert "初核" in shown.text
    assert "by November 27" in shown.text


def test_table_cells_carry_their_heading_for_the_phone() -> None:
    context = gallery.gallery_context()
    shown = render(
        "{% table columns rows '三项措施' %}", columns=context["columns"], rows=context["measures"]
    )
    assert [attrs["data-label"] for attrs in shown.named("td")] == ["责任单位", "时限", "进展"] * 2
    assert [attrs["scope"] for attrs in shown.named("th")] == ["col"] * 4 + ["row"] * 2
    assert "Jan. 5, 2027" in shown.text
    assert shown.named("progress")[0]["value"] == "60"


def test_facts_leave_out_what_is_empty() -> None:
    shown = component("facts", facts=gallery.gallery_context()["facts"])
    assert len(shown.named("dt")) == 2
    assert "Dec. 11, 2026" in shown.text


def test_tree_nests_what_stands_below() -> None:
    shown = component("tree", tree=gallery.sample_tree())
    assert len(shown.having("tree")) == 3
    assert [attrs["href"] for attrs in shown.named("a")] == ["/o/1", "/o/2", "/o/3", "/o/4"]
    assert len(shown.having("light")) == 1


def test_month_folds_what_is_too_much_for_a_day_and_hides_empty_days_on_a_phone() -> None:
    shown = component("month", **gallery.sample_month())
    assert len(shown.having("month-day")) == 7
    assert len(shown.having("month-empty")) == 4
    assert len(shown.named("details")) == 1
    assert len(shown.having("light")) == 5
    assert [attrs["href"] for attrs in shown.named("a")].count("/months/1/theme-day/") == 1


def test_timeline_has_machine_readable_moments() -> None:
    shown = component("timeline", entries=gallery.gallery_context()["entries"])
    assert [attrs["datetime"] for attrs in shown.named("time")] == [
        "2026-11-28",
        "2026-11-20T16:40:00+08:00",
        "2025-10-21T09:05:00+08:00",
    ]
    assert len(shown.having("timeline-ahead")) == 1


def test_notice_of_its_own_page_is_the_heading() -> None:
    notice = gallery.sample_notice()
    assert component("notice", notice=notice, full=True).named("h1") != []
    assert component("notice", notice=notice).named("h1") == []


def test_notice_text_is_escaped() -> None:
    notice = gallery.NoticeSheet("标题", "<b>粗</b>\n\n第二段")
    shown = component("notice", notice=notice)
    assert shown.named("b") == []
    assert len(shown.named("p")) == 2


def test_refusal_names_rule_and_way_out() -> None:
    shown = component("refusal", refusal=gallery.gallery_context()["refusal"])
    assert "Rule: docs/rules.md T20" in shown.text
    assert shown.named("a")[0]["href"] == "/act/redirect"


def test_empty_state_says_what_to_do_next() -> None:
    shown = component("empty", title="没有待办", hint="可以报告一个问题。", act=Act("报告", "/new"))
    assert shown.text == "没有待办 可以报告一个问题。 报告"


def test_pagination_without_pages_is_nothing() -> None:
    assert component("pagination").tags == []


def test_pagination_leads_on_and_back() -> None:
    shown = component("pagination", next_url="?after=9", first_url="?", total="10 000+")
    assert [attrs["rel"] for attrs in shown.named("a")] == ["first", "next"]
    assert "10 000+ in all" in shown.text


def test_work_tabs_mark_the_present_list() -> None:
    shown = render("{% work_tabs 'done' counts %}", counts={"inbox": 4, "copies": 120})
    present = [attrs.get("aria-current") for attrs in shown.having("tab")]
    assert present == [None, None, "page", None, None]
    assert shown.text == "To do 4My weekDoneSubmittedCopied to me 99+"


@pytest.mark.parametrize(
    ("level", "css", "role"),
    [
        (25, "alert-done", "status"),
        (20, "alert-know", "status"),
        (30, "alert-care", "status"),
        (40, "alert-refused", "alert"),
    ],
)
def test_message_has_colour_shape_and_role(level: int, css: str, role: str) -> None:
    shown = component("messages", messages=[Message(level, "文字")])
    assert shown.having(css)[0]["role"] == role
    assert shown.having("light-shape") != []
