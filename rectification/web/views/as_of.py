"""时点查询: a case as it stood at a moment, and the difference between two."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from rectification.selectors import casefile
from rectification.selectors.sight import sight_of
from rectification.services.reading import log_case_read
from rectification.web.access import READING, OwnPageMixin, address
from rectification.web.as_of_difference import difference_of, since
from rectification.web.as_of_page import case_then
from rectification.web.case_results import OBJECTION_COLUMNS
from rectification.web.evidence import EVIDENCE_COLUMNS
from rectification.web.moment_form import MomentForm, moment_words
from rectification.web.parts import Crumb


class CaseAsOf(OwnPageMixin, TemplateView):
    """Whoever may not see the case today finds no past of it either."""

    http_method_names = READING
    template_name = "rectification/case_as_of.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.visible_case(kwargs["pk"])
        sight = sight_of(case, self.authority, casefile.open_items(case))
        log_case_read(
            case=case,
            person=self.person,
            what="as_of",
            capacity=sight.capacity(self.authority),
        )
        form = MomentForm(self.request.GET)
        pair, calendar = form.pair, self.calendar
        page = older = None
        if pair is None:
            page = case_then(case, sight, form.moment, calendar)
        else:
            older, page = (case_then(case, sight, moment, calendar) for moment in pair)
        return super().get_context_data(
            title=_("The case as of a moment"),
            form=form,
            page=page,
            case=page.case if page else None,
            words=moment_words(form.moment),
            pair=[moment_words(moment) for moment in pair] if pair else [],
            sections=difference_of(older, page) if pair else [],
            entries=since(older, page) if pair else [],
            crumbs=[
                Crumb(_("Cases"), address("rectification:cases")),
                Crumb(case.number or "", address("rectification:case", case.pk)),
                Crumb(_("The case as of a moment")),
            ],
            changes_url=address("rectification:case_changes", case.pk),
            evidence_columns=EVIDENCE_COLUMNS,
            objection_columns=OBJECTION_COLUMNS,
            **kwargs,
        )
