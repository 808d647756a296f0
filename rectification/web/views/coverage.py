"""覆盖情况: how far a check round is, and what was changed since it was opened."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from rectification.policies.check_rounds import (
    keeping_office,
    reads_coverage,
    reads_names,
    why_not_change,
)
from rectification.selectors import check_rounds as found
from rectification.selectors.changes import changes_of
from rectification.web.check_words import (
    HISTORIC,
    altered_words,
    period_of,
    share_words,
    state_of,
)
from rectification.web.dates import full_date, moment
from rectification.web.parts import Act, Cell, Column
from rectification.web.views.checks import RoundMixin, crumbs


class Coverage(RoundMixin, TemplateView):
    """覆盖情况: which organisations are done, in the order of the tree; of members figures."""

    template_name = "rectification/coverage.html"
    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not reads_coverage(self.authority, self.round):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = found.coverage_of(self.round)
        names = reads_names(self.authority, self.round)
        return super().get_context_data(
            round=self.round,
            sub=period_of(self.round),
            light=state_of(self.round),
            crumbs=crumbs(),
            done=sum(row.done_on is not None for row in rows),
            total=len(rows),
            today=self.today,
            columns=[Column(_("Organisation")), Column(_("Check")), Column(_("Self-checks"))],
            rows=[
                [Cell(row.organisation.name), _day(row), share_words(row.members)] for row in rows
            ],
            change_columns=[
                Column(pgettext_lazy("record", "When")),
                Column(pgettext_lazy("change", "By whom")),
                Column(_("What was changed")),
            ],
            changes=[
                [
                    Cell(moment(change.at)),
                    change.by if names else "",
                    gettext("; ").join(map(altered_words, change.fields)),
                ]
                for change in changes_of(self.round, list(HISTORIC))
            ],
            acts=self._acts(),
            **kwargs,
        )

    def _acts(self) -> list[Act]:
        keeps = keeping_office(self.authority, self.round) is not None
        if not keeps or why_not_change(self.round) is not None:
            return []
        names = {"change_round": _("Change the round"), "call_off_round": _("Call the round off")}
        return [
            Act(label, reverse(f"rectification:{name}", args=[self.round.pk]))
            for name, label in names.items()
        ]


def _day(row: found.Covered) -> str:
    if row.done_on is None:
        return gettext("not yet")
    return gettext("done on %(day)s") % {"day": full_date(row.done_on)}
