"""回头看: what is to be looked at again in the township, what is under way and what was found."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from rectification.models import LookBack, Organisation
from rectification.roles import Role
from rectification.selectors.cases import visible_to
from rectification.selectors.look_backs import SHOWN, look_backs_in, townships_listed
from rectification.web.access import LimitedPageMixin, address
from rectification.web.lights import Lights
from rectification.web.look_backs import look_back_row
from rectification.web.office_tabs import supervision_tabs
from rectification.web.parts import Act, Row


class LookBacks(LimitedPageMixin, TemplateView):
    """For the discipline committee and the office; a case one does not see is a number."""

    http_method_names = ["get", "head", "options"]
    template_name = "rectification/look_backs.html"

    def is_open(self) -> bool:
        return bool(self.townships)

    @cached_property
    def townships(self) -> list[Organisation]:
        return townships_listed(self.authority)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = look_backs_in(self.townships, self.authority.person)
        to_do = list(rows.filter(ended_at__isnull=True).order_by("due_on", "pk")[:SHOWN])
        done = list(rows.filter(ended_at__isnull=False).order_by("-ended_at", "-pk")[:SHOWN])
        cases = {row.case_id for row in (*to_do, *done)}
        seen = set(
            visible_to(self.user, self.authority).filter(pk__in=cases).values_list("pk", flat=True)
        )
        return super().get_context_data(
            begin=self._begin(),
            tabs=supervision_tabs(self.authority, "rectification:look_backs"),
            open_rows=[self._row(row, seen) for row in to_do if row.begun_at is not None],
            coming_rows=[self._row(row, seen) for row in to_do if row.begun_at is None],
            done_rows=[self._row(row, seen) for row in done],
            **kwargs,
        )

    def _begin(self) -> Act | None:
        """By number: its members read no more of most cases."""
        url = address("workflows:begin_by_number") if self.authority.holds(Role.DIS) else ""
        return Act(_("Begin a look-back"), url) if url else None

    def _row(self, look_back: LookBack, seen: set[int]) -> Row:
        url = address("rectification:case", look_back.case_id)
        return look_back_row(
            look_back,
            Lights(self.today, self.calendar),
            url=url if look_back.case_id in seen else "",
        )
