"""谁看过: who opened the case of a member, for the member himself."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from rectification.exceptions import NotVisible
from rectification.policies.readings import is_concerned
from rectification.selectors.records import PAGE, page_of_readers
from rectification.web.access import READING, before_of, same_page
from rectification.web.one_case import OneCaseMixin
from rectification.web.record_words import READER_COLUMNS, reader_row


class Readers(OneCaseMixin, TemplateView):
    """The office, what it opened, when and what for; names stay with the auditor."""

    http_method_names = READING
    template_name = "rectification/readers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.case
        if not is_concerned(case, self.person):
            raise NotVisible
        before_id = before_of(self.request)
        found = page_of_readers(case, self.person, before_id)
        page, more = found[:PAGE], len(found) > PAGE
        return super().get_context_data(
            title=_("Who has read it"),
            crumbs=self.crumbs(_("Who has read it")),
            columns=READER_COLUMNS,
            rows=[reader_row(row) for row in page],
            next_url=same_page(self.request, before=str(page[-1].pk)) if more else "",
            first_url=same_page(self.request) if before_id is not None else "",
            **kwargs,
        )
