"""docs/rules.md T27: whom a rehabilitation notice must reach."""

from datetime import date

import pytest

from rectification.enums import Channel, PublicationScope, Secrecy
from rectification.models import Case, Notice, NoticeChannel, Objection
from rectification.policies.rehabilitation import Reach, needs_rehabilitation, reach_of
from tests.factories import Township, case_in
from tests.rectification.web.desk import post_notice


@pytest.mark.parametrize(
    ("decision", "secrecy", "sealed", "found"),
    [
        ("wrong", Secrecy.OPEN, False, True),
        ("upheld", Secrecy.OPEN, False, False),
        ("wrong", Secrecy.INTERNAL, False, False),
        ("wrong", Secrecy.OPEN, True, False),
    ],
)
def test_only_a_wrong_problem_that_was_shown_is_set_right(
    decision: str, secrecy: str, sealed: bool, found: bool
) -> None:
    case = Case(secrecy=secrecy, sealed=sealed)
    assert needs_rehabilitation(case, Objection(decision=decision, notice_id=1)) is found
    assert not needs_rehabilitation(case, None)


def shown(town: Township, case: Case, scope: PublicationScope, days: int, *kinds: str) -> Notice:
    notice = post_notice(town, case, scope)
    notice.decision.working_days = days
    notice.decision.save()
    for kind in kinds:
        NoticeChannel.objects.create(
            notice=notice, kind=kind, held_on=date(2026, 5, 11), record="张贴照片存档"
        )
    return notice


def test_reach_is_the_widest_the_longest_and_every_channel(town: Township) -> None:
    case = case_in(town, "notice_prep")
    notices = [
        shown(town, case, PublicationScope.BRANCH, 5, Channel.BOARD_SHEET),
        shown(town, case, PublicationScope.VILLAGE, 7, Channel.BOARD_ONLINE),
    ]
    assert reach_of(notices) == Reach(
        scope=PublicationScope.VILLAGE,
        working_days=7,
        channels=tuple(
            kind for kind in Channel.values if kind in (Channel.BOARD_SHEET, Channel.BOARD_ONLINE)
        ),
    )
    assert reach_of(notices).offline == (Channel.BOARD_SHEET,)
