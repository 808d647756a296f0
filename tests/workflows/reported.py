"""One fact reported from every side: opinions, self-reports, a list fed back, a meeting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rectification.enums import CaseLevel, OccasionKind, SourceKind
from rectification.models import Case, Copy, Opinion, Person
from rectification.services.identities import open_identity
from rectification.services.occasions import enter_occasion
from rectification.services.reporting import save_draft
from tests.days import at
from tests.rectification.imports.lists import line, problems
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REGISTERED
from tests.workflows.play import Play
from tests.workflows.web.test_batches import act_of, uploaded

RECEIVED: Final = at(date(2026, 6, 16), "09:00:00")
NAMES: Final = ("欧阳霁月", "司马望舒")
"""Of those who gave a name; nobody else in the township is called so."""
WORDS: Final = "主题党日又没有开，"
"""Every opinion begins so; what the office registers is worded anew."""

_OPINIONS: Final[tuple[Mapping[str, Any], ...]] = (
    {"mode": "anonymous"},
    {"mode": "confidential", "name": NAMES[0], "contact": "后山第七户"},
    {"mode": "named", "name": NAMES[1], "contact": "13900000000"},
    {"mode": "named", "name": NAMES[1], "contact": "", "source": SourceKind.MEMBER_OPINION},
)


@dataclass(frozen=True)
class Report:
    """One of them, by its key; `code` is the receipt of an opinion, `author` who signed it."""

    pk: int
    level: str
    code: str = ""
    author: Person | None = None

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.pk)


def reports_of_one_fact(play: Play) -> list[Report]:
    """Four opinions, two self-reports of one member and one of another, a line, a finding."""
    play.clock.move_to(RECEIVED)
    return [
        *(_opinion(play, place, given) for place, given in enumerate(_OPINIONS)),
        *(_own(play, play.town.east.members[place]) for place in (0, 0, 1)),
        _listed(play),
        _found(play),
    ]


def _opinion(play: Play, place: int, given: Mapping[str, Any]) -> Report:
    code = play.opinion(f"{WORDS}这已是第{place + 2}个月。", **given)
    return Report(play.case.pk, CaseLevel.BRANCH, code=code)


def _own(play: Play, member: Person) -> Report:
    return Report(play.report("M", author=member).pk, CaseLevel.MEMBER, author=member)


def _listed(play: Play) -> Report:
    """A line of a list that an inspection has fed back."""
    client = client_of(play.town.officer)
    text = line("主题党日两个月未开展。", play.town.east.organisation.name)
    url = uploaded(client, problems(text))
    assert client.post(url, act_of(client, url)).status_code == 302
    return Report(Case.objects.latest("pk").pk, CaseLevel.BRANCH)


def _found(play: Play) -> Report:
    """What came up at a meeting, raised by the secretary."""
    secretary, branch = play.town.east.secretary, play.town.east.organisation
    occasion = enter_occasion(
        by=secretary,
        source=SourceKind.MEETING,
        kind=OccasionKind.MEMBERS_MEETING,
        organisation=branch,
        held_on=date(2026, 6, 12),
        finding="与会党员反映主题党日两个月未开展。",
        present=12,
    )
    play.case = save_draft(
        case=None,
        author=secretary,
        organisation=branch,
        found_on=occasion.held_on,
        category="B",
        occasion=occasion,
        **REGISTERED,
    )
    play.submit(secretary)
    return Report(play.case.pk, CaseLevel.BRANCH, author=secretary)


def brought(report: Report) -> tuple[object, ...]:
    """What the reporter brought: no merger takes or changes it."""
    case = report.case
    own = (case.source, case.submitted_at, case.found_on, case.author_id, case.occasion_id)
    opinion = Opinion.objects.filter(case=case).first()
    if opinion is None:
        return own
    return *own, opinion.text, opinion.mode, opinion.receipt_hash, open_identity(opinion)


def recorded(report: Report) -> set[tuple[object, ...]]:
    """Events and copies of the case: they may become more, never fewer and never others."""
    events = report.case.events.values_list("sequence", "verb", "payload__text", "payload_hash")
    copies = Copy.objects.filter(case=report.pk).values_list("person", "sent_at")
    return {*events, *copies}
