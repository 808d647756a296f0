"""One's own lists: to do, done, submitted, copied to me."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from rectification.models import Case, CheckRound, WorkItem
from rectification.policies.holding import deputyship_for
from rectification.policies.occasions import reads_occasions
from rectification.policies.reporting import why_not_report
from rectification.selectors import inbox
from rectification.selectors.cases import PAGE
from rectification.selectors.check_rounds import running_round_over
from rectification.web.access import OwnPageMixin, address, before_of
from rectification.web.first_steps import empty_inbox
from rectification.web.parts import Act, Row, Text
from rectification.web.rows import Lists, days_ahead
from rectification.web.wish import Wish, refusals_of


class Inbox(OwnPageMixin, TemplateView):
    """待办: how many things are due today, and what they are."""

    template_name = "rectification/inbox.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, authority = self.user, self.authority
        found = inbox.turns_of(authority)
        turns = found[: inbox.INBOX_LIMIT]
        waiting = inbox.waiting_of(user, authority)
        ids = {item.case_id for item in (*turns, *waiting)}
        lists = Lists(self.today, self.calendar, inbox.visible_ids(user, authority, ids))
        report = Wish(_("Report a problem"), "new_problem", why_not_report(authority))
        return super().get_context_data(
            turns=[lists.turn(item, self._on_behalf_of(item)) for item in turns],
            waiting=[lists.waiting(item) for item in waiting],
            days=days_ahead([*turns, *waiting], self.today),
            more=len(found) > len(turns),
            empty=None if turns else empty_inbox(authority),
            report=_report_act() if report.why_not is None else None,
            records=_records_act() if reads_occasions(authority) else None,
            why_not_report=refusals_of([report]),
            check_round=self._running_round(),
            **self._counts(turns),
            **kwargs,
        )

    def _on_behalf_of(self, item: WorkItem) -> str:
        """For whom the reader stands in, or enters what a member without account signed."""
        if item.person is not None:
            return item.person.name if item.person != self.person else ""
        deputyship = deputyship_for(item, self.authority)
        return deputyship.delegator.name if deputyship else ""

    def _running_round(self) -> CheckRound | None:
        memberships = self.authority.memberships
        places = [row.organisation for row in memberships or self.authority.appointments]
        return running_round_over(places, self.today)

    def _counts(self, turns: Sequence[WorkItem]) -> dict[str, Any]:
        dated = [item.due_on for item in turns if item.due_on is not None]
        tomorrow = self.calendar.next_working_day(self.today).on
        return {
            "due_count": sum(day <= self.today for day in dated),
            "overdue_count": sum(day < self.today for day in dated),
            "next_day_count": sum(self.today < day <= tomorrow for day in dated),
            "turn_count": len(turns),
            "next_due_on": min((day for day in dated if day > self.today), default=None),
        }


def _report_act() -> Act | None:
    url = address("workflows:new_problem")
    return Act(_("Start writing"), url) if url else None


def _records_act() -> Act:
    return Act(_("Visits and meetings"), address("rectification:occasions"))


class WorkList(OwnPageMixin, TemplateView):
    """A list of one's own, page by page; subclasses say what stands in it."""

    template_name = "rectification/work_list.html"
    key: ClassVar[str]
    title: ClassVar[Text]
    empty_title: ClassVar[Text]
    empty_hint: ClassVar[Text]
    rows_template = "components/work_rows.html"

    @abstractmethod
    def find(self, before_id: int | None) -> list[Any]:
        """One row more than a page when there is more."""

    @abstractmethod
    def line(self, lists: Lists, row: Any) -> Row:
        """How one row is worded."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before_id = before_of(self.request)
        found = self.find(before_id)
        page = found[:PAGE]
        ids = {row.pk if isinstance(row, Case) else row.case_id for row in page}
        visible = inbox.visible_ids(self.user, self.authority, ids)
        lists = Lists(self.today, self.calendar, visible)
        return super().get_context_data(
            rows=[self.line(lists, row) for row in page],
            next_url=f"?before={page[-1].pk}" if len(found) > PAGE else "",
            first_url=self.request.path if before_id is not None else "",
            **kwargs,
        )


class Done(WorkList):
    key = "done"
    title = _("Done")
    empty_title = _("You have not taken any step yet")
    empty_hint = _("Steps you take are listed here, latest first.")

    def find(self, before_id: int | None) -> list[Any]:
        return inbox.done_by(self.person, before_id=before_id)

    def line(self, lists: Lists, row: Any) -> Row:
        return lists.done(row)


class Submitted(WorkList):
    key = "submitted"
    title = _("Submitted by me")
    empty_title = _("You have not reported a problem yet")
    empty_hint = _("Drafts and reported problems are listed here with their state.")
    rows_template = "components/case_rows.html"

    def find(self, before_id: int | None) -> list[Any]:
        return inbox.submitted_by(self.person, before_id=before_id)

    def line(self, lists: Lists, row: Any) -> Row:
        return lists.submitted(row)


class Copies(WorkList):
    key = "copies"
    title = _("Copied to me")
    empty_title = _("Nothing was copied to you")
    empty_hint = _("Cases that others bring to your notice appear here.")

    def find(self, before_id: int | None) -> list[Any]:
        return inbox.copies_of(self.person, before_id=before_id)

    def line(self, lists: Lists, row: Any) -> Row:
        return lists.copy(row)
