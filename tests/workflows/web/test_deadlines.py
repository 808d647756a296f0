"""The pages on which other days of a case are asked for (T17, T18, 4.5)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.models import Person
from rectification.selectors.plans import open_measures
from tests.days import at
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REASON
from tests.workflows.play import Play

pytestmark = pytest.mark.usefixtures("nothing_broken")
NOW = at("2026-11-23")

PAGES = {
    "ask_extension": {"until": "2026-12-07", "reason": REASON},
    "ask_pause": {"ground": "investigation", "until": "2026-12-07", "reason": REASON},
    "ask_reclassification": {"new_class": "long_term", "until": "2027-01-20", "reason": REASON},
}


@pytest.fixture
def working(play: Play) -> Play:
    play.bring_to(CaseStage.RECTIFYING)
    return play


def url(play: Play, name: str) -> str:
    return reverse(f"workflows:{name}", args=[play.case.pk])


def posted(play: Play, who: Person, name: str, **data: Any) -> Any:
    response = client_of(who).post(url(play, name), {**PAGES.get(name, {}), **data})
    play.case.refresh_from_db()
    return response


def html_of(play: Play, who: Person) -> str:
    page = client_of(who).get(reverse("rectification:case", args=[play.case.pk]))
    return page.content.decode()


@pytest.mark.parametrize(
    ("name", "who", "opens"),
    [
        ("ask_extension", "secretary", "review_extension"),
        ("ask_pause", "officer", "agree_pause"),
        ("ask_reclassification", "secretary", "decide_reclassification"),
        ("ask_reclassification", "officer", "decide_reclassification"),
    ],
)
def test_page_asks_and_is_offered_on_the_case(
    working: Play, name: str, who: str, opens: str
) -> None:
    asker = working.town.officer if who == "officer" else working.town.east.secretary
    assert f'href="{url(working, name)}"' in html_of(working, asker)
    assert client_of(asker).get(url(working, name)).status_code == 200
    assert posted(working, asker, name).status_code == 302
    assert working.open_steps() == sorted(["carry_out", opens])
    assert posted(working, asker, name).status_code == 409


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("ask_extension", "officer"),
        ("ask_extension", "pse"),
        ("take_extension_back", "officer"),
        ("ask_pause", "pse"),
        ("resume_case", "pse"),
        ("ask_reclassification", "pse"),
    ],
)
def test_page_does_not_exist_for_whoever_has_nothing_to_ask(
    working: Play, name: str, who: str
) -> None:
    assert posted(working, getattr(working.town, who), name).status_code == 404


def test_what_is_wrong_stands_beside_its_field(working: Play) -> None:
    secretary = working.town.east.secretary
    response = posted(working, secretary, "ask_extension", until="2026-11-30")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["until"]
    assert working.open_steps() == ["carry_out"]


def test_all_open_measures_are_ticked_at_first(working: Play) -> None:
    form = client_of(working.town.east.secretary).get(url(working, "ask_extension")).context["form"]
    assert form.initial["measures"] == [row.pk for row in open_measures(working.case)]


def test_too_late_the_case_says_why_and_what_instead(working: Play) -> None:
    working.clock.move_to(at("2026-11-27"))
    html = html_of(working, working.town.east.secretary)
    assert f'href="{url(working, "ask_extension")}"' not in html
    assert "最晚申请日为2026年11月25日" in html


def test_taken_back_on_its_page(working: Play) -> None:
    secretary = working.town.east.secretary
    posted(working, secretary, "ask_extension")
    assert f'href="{url(working, "take_extension_back")}"' in html_of(working, secretary)
    assert posted(working, secretary, "take_extension_back").status_code == 302
    assert working.open_steps() == ["carry_out"]


def test_case_page_tells_how_the_new_day_came_about(working: Play) -> None:
    secretary = working.town.east.secretary
    assert "原定时限" not in html_of(working, secretary)
    working.ask_extension(date(2026, 12, 7))
    working.take("review_extension")
    working.take("decide_extension")
    html = html_of(working, secretary)
    assert "原定时限" in html
    assert "第2次：2026年11月23日批准延期，时限为2026年12月7日。" in html
    item = working.item("carry_out")
    why = reverse("rectification:due", args=[working.case.pk, item.pk])
    reasons = client_of(secretary).get(why).context["reasons"]
    assert len(reasons.rounds) == 2
    assert any("批准延期" in line for line in reasons.lines)
    assert reasons.version


def test_step_pages_show_what_was_asked(working: Play) -> None:
    until = working.case.due_on + timedelta(days=7)
    working.ask_extension(until)
    for step, who in (
        ("review_extension", working.town.officer),
        ("decide_extension", working.town.pse),
    ):
        act = reverse("workflows:act", args=[working.item(step).pk])
        assert REASON in client_of(who).get(act).content.decode()
        working.take(step)
