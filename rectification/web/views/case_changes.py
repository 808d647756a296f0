"""变更对照: every change of the rows of a case, field by field."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from rectification.selectors import casefile
from rectification.selectors.sight import sight_of
from rectification.services.reading import log_case_read
from rectification.web.access import READING, OwnPageMixin, address
from rectification.web.case_changes import changes_of_case
from rectification.web.parts import Crumb


class CaseChanges(OwnPageMixin, TemplateView):
    """What the reader may read of the case today, and nothing else."""

    http_method_names = READING
    template_name = "rectification/case_changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.visible_case(kwargs["pk"])
        sight = sight_of(case, self.authority, casefile.open_items(case))
        log_case_read(
            case=case,
            person=self.person,
            what="changes",
            capacity=sight.capacity(self.authority),
        )
        return super().get_context_data(
            title=_("What was changed"),
            acts=changes_of_case(case, sight),
            crumbs=[
                Crumb(_("Cases"), address("rectification:cases")),
                Crumb(case.number or "", address("rectification:case", case.pk)),
                Crumb(_("What was changed")),
            ],
            **kwargs,
        )
