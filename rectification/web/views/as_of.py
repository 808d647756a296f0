"""时点查询: a case as it stood at a moment, and the difference between two."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from rectification.web.access import READING, address
from rectification.web.as_of_difference import difference_of, since
from rectification.web.as_of_page import case_then
from rectification.web.case_results import OBJECTION_COLUMNS
from rectification.web.evidence import EVIDENCE_COLUMNS
from rectification.web.moment_form import MomentForm, moment_words
from rectification.web.one_case import OneCaseMixin


class CaseAsOf(OneCaseMixin, TemplateView):
    """Whoever may not see the case today finds no past of it either."""

    http_method_names = READING
    template_name = "rectification/case_as_of.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, sight = self.case, self.sight
        self.note_read("as_of")
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
            crumbs=self.crumbs(_("The case as of a moment")),
            changes_url=address("rectification:case_changes", case.pk),
            evidence_columns=EVIDENCE_COLUMNS,
            objection_columns=OBJECTION_COLUMNS,
            **kwargs,
        )
