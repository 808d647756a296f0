"""回头看: what is to be looked at again in the township, what is under way and what was found."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from rectification.exceptions import NotVisible
from rectification.models import LookBack, LookBackDraw, Organisation
from rectification.roles import Role
from rectification.selectors.cases import visible_to
from rectification.selectors.look_back_draws import candidates_shown, coverage_of, draws_of
from rectification.selectors.look_backs import SHOWN, look_backs_in, townships_listed
from rectification.web.access import READING, LimitedPageMixin, address
from rectification.web.dates import moment, span_words
from rectification.web.draw_pages import drawing_again, repeated
from rectification.web.lights import Lights
from rectification.web.look_backs import (
    COVERAGE_COLUMNS,
    coverage_row,
    drawn_candidate,
    look_back_row,
)
from rectification.web.office_tabs import supervision_tabs
from rectification.web.parts import Act, Crumb, Row, Text


class TownshipPageMixin(LimitedPageMixin):
    """For the discipline committee and the office; a case one does not see is a number."""

    http_method_names = READING

    def is_open(self) -> bool:
        return bool(self.townships)

    @cached_property
    def townships(self) -> list[Organisation]:
        return townships_listed(self.authority)


class LookBacks(TownshipPageMixin, TemplateView):
    template_name = "rectification/look_backs.html"

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
            coverage_columns=COVERAGE_COLUMNS,
            coverage=[
                coverage_row(found, named=len(self.townships) > 1)
                for found in coverage_of(self.townships, self.today)
            ],
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


class LookBackDrawPage(TownshipPageMixin, TemplateView):
    """Seed, candidates and what was drawn; `again` draws once more and compares."""

    template_name = "rectification/draw.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draw = draws_of(self.townships).filter(pk=self.kwargs["pk"]).first()
        if draw is None:
            raise NotVisible
        recorded = dict(draw.candidates.values_list("number", "is_drawn"))
        shown = [drawn_candidate(row) for row in candidates_shown(draw, self.person)]
        return super().get_context_data(
            title=_("Draw of look-backs"),
            sub=span_words(draw.since, draw.until),
            crumbs=[Crumb(_("Look-backs"), address("rectification:look_backs"))],
            facts=_facts(draw, len(recorded)),
            how=_(
                "The case numbers of the candidates are sorted and sampled with Python’s "
                "random.Random(seed).sample(numbers, number)."
            ),
            drawn=[Row(title=one.code, meta=[one.name]) for one in shown if one.is_drawn],
            candidates=shown,
            hidden=len(recorded) - len(shown),
            repeated=repeated(draw, recorded, shown) if "again" in self.request.GET else None,
            acts=[drawing_again()],
            **kwargs,
        )


def _facts(draw: LookBackDraw, count: int) -> list[tuple[Text, Text]]:
    return [
        (gettext_lazy("Township"), draw.committee.name),
        (gettext_lazy("Candidates"), str(count)),
        (gettext_lazy("Share in percent"), str(draw.share)),
        (gettext_lazy("How many are drawn"), str(draw.size)),
        (gettext_lazy("Seed"), draw.seed),
        (gettext_lazy("Drawn by the system"), moment(draw.drawn_at)),
    ]
