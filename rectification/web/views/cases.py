"""Cases: the list, the page of one case, and why a day is due."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from rectification.enums import Step
from rectification.exceptions import NotVisible
from rectification.models import Case, WorkItem
from rectification.policies.readings import is_concerned
from rectification.selectors import casefile, inbox
from rectification.selectors.cases import PAGE, open_items_of, page_of_cases
from rectification.selectors.lights import rule_of
from rectification.selectors.occasions import occasions_for
from rectification.selectors.retention import tombstone_of
from rectification.selectors.sight import Sight, sight_of
from rectification.services.reading import log_case_read, mark_case_read
from rectification.web.access import OwnPageMixin, address, before_of
from rectification.web.case_file import Day, Facts
from rectification.web.case_page import read_case
from rectification.web.case_results import OBJECTION_COLUMNS
from rectification.web.case_tabs import case_tabs
from rectification.web.due_page import Reasons
from rectification.web.evidence import EVIDENCE_COLUMNS
from rectification.web.parts import Crumb
from rectification.web.retention_words import tombstone_facts
from rectification.web.rows import Lists


class CaseList(OwnPageMixin, TemplateView):
    """事项: every case the reader may see, newest first, open ones unless he asks for all."""

    template_name = "rectification/cases.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before_id = before_of(self.request)
        shows_all = self.request.GET.get("all") == "1"
        found = page_of_cases(
            self.user, self.authority, before_id=before_id, open_only=not shows_all
        )
        page = found[:PAGE]
        prefetch_related_objects(page, inbox.open_items_prefetch())
        lists = Lists(self.today, self.calendar, {case.pk for case in page})
        path, kept = self.request.path, "all=1&" if shows_all else ""
        return super().get_context_data(
            rows=[lists.case(case) for case in page],
            tabs=case_tabs(current="all" if shows_all else "open"),
            next_url=f"?{kept}before={page[-1].pk}" if len(found) > PAGE else "",
            first_url=f"{path}?{kept}".rstrip("?&") if before_id is not None else "",
            **kwargs,
        )


class CaseDetail(OwnPageMixin, TemplateView):
    """What is wrong, what stage and until when, whose turn and what I can do, what happened."""

    template_name = "rectification/case.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.found_case(kwargs["pk"])
        items = casefile.open_items(case)
        sight = sight_of(case, self.authority, items)
        self._leave_traces(sight)
        day = Day(self.today, self.calendar, rule_of(case))
        page = read_case(case, sight, items, self.authority, day)
        return super().get_context_data(
            case=case,
            page=page,
            crumbs=[
                Crumb(_("Cases"), address("rectification:cases")),
                Crumb(case.number or case.get_stage_display()),
            ],
            chart_url="" if page.is_co_unit else address("workflows:chart", case.pk),
            record_url=self._record_url(case),
            readers_url=self._readers_url(case),
            tombstone=self._tombstone(case),
            evidence_columns=EVIDENCE_COLUMNS,
            objection_columns=OBJECTION_COLUMNS,
            **kwargs,
        )

    def _tombstone(self, case: Case) -> Facts:
        stone = tombstone_of(case)
        return tombstone_facts(stone) if stone is not None else []

    def _readers_url(self, case: Case) -> str:
        return address("rectification:readers", case.pk) if is_concerned(case, self.person) else ""

    def _record_url(self, case: Case) -> str:
        """The visit, check or meeting it came from, for those who read such records."""
        if case.occasion_id is None:
            return ""
        seen = occasions_for(self.authority).filter(pk=case.occasion_id).exists()
        return address("rectification:occasion", case.occasion_id) if seen else ""

    def _leave_traces(self, sight: Sight) -> None:
        case = sight.case
        mark_case_read(case=case, person=self.person, items=list(sight.mine))
        log_case_read(
            case=case, person=self.person, what="case", capacity=sight.capacity(self.authority)
        )


class DueDay(OwnPageMixin, TemplateView):
    """为什么是这一天: how the due date of a step was counted."""

    template_name = "rectification/due.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = self._item(kwargs["pk"], kwargs["item"])
        return super().get_context_data(
            item=item,
            reasons=Reasons.of(item, self.calendar),
            case_url=self._case_url(item),
        )

    def _item(self, case_id: int, item_id: int) -> WorkItem:
        """A step of a visible case, or one that lies with the reader (who may see an extract)."""
        items = WorkItem.objects.filter(pk=item_id, case_id=case_id, due_on__isnull=False)
        item = items.select_related("case").first()
        if item is None or not item.clock:
            raise NotVisible
        if not open_items_of(self.authority).filter(pk=item.pk).exists():
            if item.step in Step.confidential():
                raise NotVisible
            case = self.visible_case(case_id)
            sight = sight_of(case, self.authority, casefile.open_items(case))
            if sight.is_co_unit:
                raise NotVisible
        return item

    def _case_url(self, item: WorkItem) -> str:
        seen = inbox.visible_ids(self.user, self.authority, [item.case_id])
        return address("rectification:case", item.case_id) if seen else ""
