"""变更对照: every change of the rows of a case, field by field."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from rectification.web.access import READING
from rectification.web.case_changes import changes_of_case
from rectification.web.one_case import OneCaseMixin


class CaseChanges(OneCaseMixin, TemplateView):
    """What the reader may read of the case today, and nothing else."""

    http_method_names = READING
    template_name = "rectification/case_changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.note_read("changes")
        return super().get_context_data(
            title=_("What was changed"),
            acts=changes_of_case(self.case, self.sight),
            crumbs=self.crumbs(_("What was changed")),
            **kwargs,
        )
