"""Drawing which closed cases are looked at again, besides those that always are (rules 4.5)."""

import secrets
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rectification.enums import EventVerb, LookBackGround, LookBackKind, OrganisationKind
from rectification.models import Case, LookBackCandidate, LookBackDraw, Organisation
from rectification.policies.actors import SYSTEM
from rectification.policies.days import today
from rectification.policies.draws import drawn
from rectification.policies.look_back_draws import (
    QUARTERS,
    is_drawn_by,
    quarters_before,
    sample_size,
)
from rectification.selectors.calendar import current_calendar
from rectification.selectors.look_back_draws import closing_day, drawn_from
from rectification.services.look_backs import plan, record


def draw_look_backs() -> int:
    """Once a quarter in each township, by the night's work; returns how many cases were drawn.

    What it draws from depends on the quarter and on no day: after a machine was off for long, the
    quarters that were missed are drawn from first, each for itself.
    """
    spans, calendar = quarters_before(today(), QUARTERS), current_calendar()
    due = [span for span in reversed(spans) if is_drawn_by(today(), span[1], calendar)]
    return sum(_draw_quarter(since, until) for since, until in due)


def _draw_quarter(since: date, until: date) -> int:
    townships = Organisation.objects.filter(kind=OrganisationKind.COMMITTEE)
    open_ones = townships.exclude(look_back_draws__since=since)
    return sum(_draw(township.pk, since, until) for township in open_ones.order_by("pk"))


@transaction.atomic
def _draw(committee_id: int, since: date, until: date) -> int:
    """Under the lock of the township; a quarter in which nothing could be drawn leaves no draw."""
    committee = Organisation.objects.select_for_update().get(pk=committee_id)
    if committee.look_back_draws.filter(since=since).exists():
        return 0
    cases = {case.number or "": case for case in drawn_from(committee, since, until)}
    if not cases:
        return 0
    share = settings.LOOK_BACK_SHARE
    draw = LookBackDraw.objects.create(
        committee=committee,
        since=since,
        until=until,
        share=share,
        size=sample_size(len(cases), share),
        seed=secrets.token_hex(8),
        drawn_at=timezone.now(),
    )
    result = set(drawn(cases, draw.size, draw.seed))
    LookBackCandidate.objects.bulk_create(
        LookBackCandidate(draw=draw, case=case, number=number, is_drawn=number in result)
        for number, case in sorted(cases.items())
    )
    for number in sorted(result):
        _plan(cases[number])
    return len(result)


def _plan(case: Case) -> None:
    row = plan(
        case,
        LookBackKind.AFTER_CLOSING,
        ground=LookBackGround.DRAWN,
        closed_on=closing_day(case),
    )
    record(case, SYSTEM, EventVerb.LOOK_BACK_DRAWN, row)
