"""Lines of the lists: models in, plain data for the components out. No query is made here."""

from collections.abc import Sequence, Set
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, ngettext

from rectification.calendar import WorkingCalendar
from rectification.enums import CaseLevel, CaseStage, LightColour, OrganisationKind, Step
from rectification.models import Case, Copy, InAppNotice, Organisation, WorkItem
from rectification.notifications import KINDS, NoticeKind
from rectification.roles import ROLES, WITHOUT_STEPS, Role
from rectification.selectors.urging import Urges
from rectification.web.access import address
from rectification.web.dates import due_words, list_date, local_day, moment
from rectification.web.lights import Lights
from rectification.web.parts import Act, Entry, Light, Row, Text
from rectification.web.steps import STEP_WORDS

DUE_NOW: Final = 1
"""Working days before the due date from which a button is filled."""

NOBODY_LEFT: Final = gettext_lazy(
    "Nobody else is free to take this step, and silence approves nothing. Have the leading group "
    "fill the office, have a deputy approved, or end an absence: the step is then given out by "
    "itself."
)
"""What the office does about a step that waits in red."""


class Lists:
    """How lines are worded on this day, for a reader who may see the cases `visible`."""

    def __init__(self, today: date, calendar: WorkingCalendar, visible: Set[int]) -> None:
        self.today = today
        self.calendar = calendar
        self.visible = visible
        self.lights = Lights(today, calendar)

    def turn(self, item: WorkItem, on_behalf_of: str = "") -> Row:
        """A step that lies with the reader, or with somebody he stands in for.

        One that nobody can take is shown to the office with what to do, and without a button.
        """
        words = STEP_WORDS[item.step]
        act_url = address("workflows:act", item.pk)
        title = self.step_title(item)
        return Row(
            title=title,
            url=self.case_url(item.case) or act_url,
            light=self.lights.item(item),
            meta=[
                gettext("for %(name)s") % {"name": on_behalf_of} if on_behalf_of else "",
                *about(item.case),
                due_words(item.due_on) if item.due_on else "",
            ],
            note=NOBODY_LEFT if item.unheld else "",
            act=Act(words.act, act_url, due=self.is_due_now(item), about=title)
            if act_url and not item.unheld
            else None,
        )

    def waiting(self, item: WorkItem) -> Row:
        """A case of the reader's on which somebody else is at work."""
        since = gettext("since %(day)s") % {"day": list_date(item.opened_at)}
        who = holder_words(item)
        return Row(
            title=self.title(item.case),
            url=self.case_url(item.case),
            light=self.lights.item(item),
            meta=[Step(item.step).label, who, since, due_words(item.due_on) if item.due_on else ""],
        )

    def done(self, item: WorkItem) -> Row:
        return Row(
            title=self.step_title(item),
            url=self.case_url(item.case),
            meta=[
                *about(item.case),
                item.get_outcome_display(),
                moment(item.closed_at) if item.closed_at else "",
            ],
        )

    def case(self, case: Case) -> Row:
        """A case among others; `open_items` is prefetched."""
        return Row(
            title=self.title(case),
            url=self.case_url(case),
            light=self.lights.case(case, open_items(case)),
            quality=self._quality(case),
            meta=about(case),
            stage=CaseStage(case.stage).label,
            due_on=case.due_on if case.stage == CaseStage.RECTIFYING else None,
        )

    def submitted(self, case: Case) -> Row:
        is_draft = case.stage == CaseStage.DRAFT
        url = self.case_url(case)
        return Row(
            title=self.title(case),
            url=(address("workflows:edit_problem", case.pk) if is_draft and url else "") or url,
            light=self.lights.case(case, open_items(case)),
            meta=[*about(case), submitted_words(case)],
            stage=CaseStage(case.stage).label,
        )

    def copy(self, copy: Copy) -> Row:
        return Row(
            title=self.title(copy.case),
            url=self.case_url(copy.case),
            meta=[*about(copy.case), sent_words(copy)],
            note="" if copy.case_id in self.visible else gettext("The case is not open to you."),
            unread=copy.read_at is None,
        )

    def message(self, notice: InAppNotice) -> Row:
        kind = KINDS.get(notice.kind)
        case = notice.case
        number = (case.number or "") if case is not None else ""
        shown = case is not None and case.pk in self.visible
        return Row(
            title=message_title(notice, number),
            url=self.case_url(case) if case is not None else address_of(kind),
            meta=[
                "" if kind and kind.step_text and notice.step else number,
                case.title if case is not None and shown else "",
                moment(notice.created_at),
            ],
            note=_why_told(notice, kind) if kind else "",
            unread=notice.read_at is None,
        )

    def _quality(self, case: Case) -> Light | None:
        """Only where it is not green; a co-unit does not read how the procedure stands (4.9)."""
        if vars(case).get("has_share"):
            return None
        found = self.lights.quality(case)
        return None if found is None or found.colour == LightColour.GREEN else found

    def step_title(self, item: WorkItem) -> str:
        step = Step(item.step).label
        if item.case_id not in self.visible:
            return str(step)
        return gettext("%(step)s: %(title)s") % {"step": step, "title": item.case.title}

    def title(self, case: Case) -> str:
        if case.pk in self.visible:
            if case.ended_at is not None and not case.title:
                return gettext("Erased after its period")
            return case.title or gettext("Draft without a title")
        return case.number or gettext("A case")

    def case_url(self, case: Case) -> str:
        return reverse("rectification:case", args=[case.pk]) if case.pk in self.visible else ""

    def is_due_now(self, item: WorkItem) -> bool:
        if item.due_on is None:
            return False
        return self.calendar.count_working_days(self.today, item.due_on) <= DUE_NOW


def _why_told(notice: InAppNotice, kind: NoticeKind) -> str:
    """The rule, and the office he held when it was promised; he may have left it since."""
    if notice.organisation is None:
        return gettext("Why you get this: %(why)s") % {"why": kind.why}
    office = office_name(notice.role, notice.organisation)
    return gettext("Why you get this: as %(office)s. %(why)s") % {
        "office": office,
        "why": kind.why,
    }


def address_of(kind: NoticeKind | None) -> str:
    """Where a message leads that is about no case."""
    return address(kind.page) if kind and kind.page else ""


def message_title(notice: InAppNotice, number: str) -> Text:
    """What happened; of a step which one, and in which case."""
    kind = KINDS.get(notice.kind)
    if kind is None:
        return gettext("There is news about a case.")
    if not kind.step_text or not notice.step:
        return kind.text
    text = str(kind.step_text) % {"step": Step(notice.step).label}
    return gettext("%(text)s (%(number)s)") % {"text": text, "number": number} if number else text


def about(case: Case) -> list[Text]:
    """Which case it is, without saying what it is about or whom it concerns."""
    organisation = case.owner_organisation.name if case.owner_organisation else ""
    level = CaseLevel(case.level).label if case.level == CaseLevel.MEMBER else ""
    return [case.number or "", organisation, level]


def open_items(case: Case) -> Sequence[WorkItem]:
    found: Sequence[WorkItem] = getattr(case, "open_items", ())
    return found


def submitted_words(case: Case) -> str:
    if case.submitted_at is None:
        return gettext("saved %(moment)s") % {"moment": moment(case.created_at)}
    return gettext("submitted %(moment)s") % {"moment": moment(case.submitted_at)}


def sent_words(copy: Copy) -> str:
    sent = gettext("sent %(moment)s") % {"moment": moment(copy.sent_at)}
    if copy.read_at is None:
        return gettext("%(sent)s, not read yet") % {"sent": sent}
    read = moment(copy.read_at)
    return gettext("%(sent)s, read %(moment)s") % {"sent": sent, "moment": read}


def holder_words(item: WorkItem, owner_name: str = "") -> str:
    """Whose turn it is: the office; the owner's name only where the caller may show it."""
    if item.step in Step.waits():
        return ""
    if item.person_id is not None and item.person_id == item.case.owner_person_id:
        return owner_name or gettext("The person concerned")
    return office_words(item)


def urged_words(urges: Urges) -> str:
    if urges.last_at is None:
        return ""
    text = ngettext(
        "Urged %(times)d time, last on %(day)s",
        "Urged %(times)d times, last on %(day)s",
        urges.times,
    )
    return text % {"times": urges.times, "day": list_date(urges.last_at)}


def who_acts(item: WorkItem, holder: str) -> str:
    """Said to somebody who cannot take the step: who does."""
    if item.unheld:
        return gettext("Until somebody is free it waits at the office, marked in red.")
    text = gettext("%(holder)s takes it; when it is your turn, it stands under your to-dos.")
    return text % {"holder": holder}


def office_words(item: WorkItem) -> str:
    """A body goes by its name; in a branch or committee it is the office that counts."""
    if item.organisation is None:
        return gettext("The person named for it")
    return office_name(item.role, item.organisation)


def office_name(role: str, organisation: Organisation) -> str:
    """Whoever does what a body is for is known by its name; the role would only repeat it."""
    is_body = organisation.kind not in OrganisationKind.party_units()
    if not role or (is_body and ROLES[role].township_wide and role not in WITHOUT_STEPS):
        return organisation.name
    return f"{organisation.name} {Role(role).label}"


def days_ahead(items: Sequence[WorkItem], today: date) -> list[Entry]:
    """The due dates of the coming week, each with what falls on it."""
    by_day: dict[date, dict[str, int]] = {}
    for item in items:
        if item.due_on is not None and 0 <= (item.due_on - today).days < 7:
            label = str(Step(item.step).label)
            steps = by_day.setdefault(local_day(item.due_on), {})
            steps[label] = steps.get(label, 0) + 1
    return [
        Entry(
            title=f"{list_date(day)} {date_format(day, 'D')}",
            detail="\n".join(_times(label, count) for label, count in by_day[day].items()),
            ahead=True,
        )
        for day in sorted(by_day)
    ]


def _times(label: str, count: int) -> str:
    text = ngettext("%(step)s (%(count)d case)", "%(step)s (%(count)d cases)", count)
    return text % {"step": label, "count": count}
