"""What axe-core finds on the pages most people meet, on a screen and on a phone (WCAG 2.1 AA)."""

from collections.abc import Mapping
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from rectification.enums import CaseStage
from tests.browser.desk import DESKTOP, PHONE, Clock, Desk
from tests.factories import Township
from tests.workflows.play import Play

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
]

SIZES: Final = (DESKTOP, PHONE)
RULES: Final[Mapping[str, Any]] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
}


@pytest.fixture
def play(town: Township, clock: Clock) -> Play:
    return Play(town, clock.traveller)


def violations(page: Page) -> list[str]:
    """Rule, and the first places where it is broken; on a screen and on a phone."""
    found = []
    for size in SIZES:
        page.set_viewport_size(dict(size))
        for broken in Axe().run(page, options=dict(RULES)).response["violations"]:
            places = [node["target"][0] for node in broken["nodes"]]
            found.append(f"{size['width']} {page.url} {broken['id']}: {places[:4]}")
    return found


def opened(page: Page, path: str) -> list[str]:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, path
    return violations(page)


def test_pages_of_the_public(desk: Desk, play: Play) -> None:
    play.bring_to(CaseStage.NOTICE_PREP)
    play.case.touches_residents = True
    play.case.save()
    play.take("propose_publication", scope="S5")
    play.go_on_to(CaseStage.IN_NOTICE)
    notice = play.notice
    page = desk.public()
    sheet = f"/n/{notice.token}/"
    paths = ("/login/", "/board/", f"/board/{notice.pk}/", f"/board/{notice.pk}/object/", sheet)
    paths += (f"{sheet}object/", "/receipt/", "/opinion/")
    assert [broken for path in paths for broken in opened(page, path)] == []


def test_page_of_a_refused_form_says_what_is_wrong(desk: Desk, play: Play) -> None:
    play.bring_to(CaseStage.PLANNING)
    secretary = play.town.east.secretary
    page = desk.open_step(secretary, play.case, "draft_plan")
    desk.press(page, "submit")
    assert page.locator("[aria-invalid=true]").count() > 0
    assert violations(page) == []


STEPS: Final = (
    (CaseStage.SUBMITTED, "triage"),
    (CaseStage.REGISTERED, "dispatch"),
    (CaseStage.PENDING_CLAIM, "claim"),
    (CaseStage.PLANNING, "draft_plan"),
    (CaseStage.PLAN_REVIEW, "advise_plan"),
    (CaseStage.RECTIFYING, "carry_out"),
    (CaseStage.FIRST_REVIEW, "first_review"),
    (CaseStage.NOTICE_PREP, "propose_publication"),
)


def test_list_of_work_case_and_form_of_each_step(desk: Desk, play: Play) -> None:
    found: list[str] = []
    for stage, step in STEPS:
        play.bring_to(stage)
        someone = play.holder_of(play.item(step))
        page = desk.of(someone)
        for path in ("/", f"/cases/{play.case.pk}/", f"/act/{play.item(step).pk}/"):
            found += opened(page, path)
    assert found == []


def test_form_of_a_verifier(desk: Desk, play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    verifier = play.town.dis[1]
    page = desk.of(verifier)
    paths = (
        f"/act/{play.item('verify', verifier).pk}/",
        f"/cases/{play.case.pk}/",
        f"/cases/{play.case.pk}/papers/",
        "/cases/",
        "/done/",
    )
    assert [broken for path in paths for broken in opened(page, path)] == []


def test_what_is_wrong_is_found(desk: Desk) -> None:
    """The search itself is sound: a field without a name and a faint word are found."""
    page = desk.public()
    page.goto("/login/")
    page.evaluate(
        """() => {
            const main = document.querySelector("main");
            main.insertAdjacentHTML("beforeend", "<input id=planted><p id=faint>faint</p>");
            document.getElementById("faint").style.color = "#eee";
        }"""
    )
    assert {line.split()[2] for line in violations(page)} >= {"label:", "color-contrast:"}
