"""随机抽取: the draws of the township, a new one, and drawing one again to check it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from rectification.acting import acting_as
from rectification.enums import OccasionKind, SourceKind
from rectification.exceptions import CaseError, NotVisible
from rectification.models import Draw, DrawCandidate, Organisation
from rectification.policies.draws import townships_drawn_in, townships_seen
from rectification.policies.occasions import entered_sources
from rectification.selectors import draws as found
from rectification.services.draws import draw_sample
from rectification.web.access import LimitedPageMixin, before_of
from rectification.web.dates import list_date, moment
from rectification.web.draw_forms import DrawForm
from rectification.web.draw_pages import Candidate, drawing_again, repeated
from rectification.web.kept import written
from rectification.web.office_tabs import office_tabs
from rectification.web.parts import Act, ActKind, Crumb, Row, Text

_TITLE: Text = gettext_lazy("Random draws")


class DrawPageMixin(LimitedPageMixin):
    """For those who draw and those who read from above; for everybody else not there."""

    def is_open(self) -> bool:
        return bool(self.nodes)

    @cached_property
    def nodes(self) -> list[Organisation]:
        return townships_seen(self.authority)

    @cached_property
    def own(self) -> list[Organisation]:
        return townships_drawn_in(self.authority)


class Draws(DrawPageMixin, TemplateView):
    template_name = "rectification/draws.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before_id = before_of(self.request)
        tabs = office_tabs(self.authority, "rectification:draws")
        rows = found.page_of_draws(self.nodes, before_id=before_id)
        page = rows[: found.PAGE]
        return super().get_context_data(
            title=_TITLE,
            crumbs=[] if tabs else _crumbs()[:1],
            tabs=tabs,
            act=Act(_("Draw a sample"), reverse("rectification:new_draw")) if self.own else None,
            rows=[_row(draw) for draw in page],
            next_url=f"?before={page[-1].pk}" if len(rows) > found.PAGE else "",
            first_url=self.request.path if before_id else "",
            **kwargs,
        )


def _crumbs() -> list[Crumb]:
    return [
        Crumb(_("Visits, checks and meetings"), reverse("rectification:occasions")),
        Crumb(_TITLE, reverse("rectification:draws")),
    ]


def _row(draw: Draw) -> Row:
    return Row(
        title=draw.name,
        url=reverse("rectification:draw", args=[draw.pk]),
        meta=[
            _from(draw),
            _("%(count)d drawn") % {"count": draw.size},
            list_date(timezone.localdate(draw.drawn_at)),
            draw.drawn_by.name,
        ],
    )


def _from(draw: Draw) -> str:
    words = [draw.get_kind_display(), draw.get_sector_display() if draw.sector else ""]
    return " · ".join(str(word) for word in words if word)


class NewDraw(DrawPageMixin, TemplateView):
    template_name = "rectification/new_draw.html"

    def is_open(self) -> bool:
        return bool(self.own)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", DrawForm(written(self.request), nodes=self.own))
        return super().get_context_data(
            title=_("Draw a sample"),
            crumbs=_crumbs(),
            acts=[
                Act(_("Draw now"), kind=ActKind.SUBMIT, due=True),
                Act(_("Back"), reverse("rectification:draws")),
            ],
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DrawForm(request.POST, nodes=self.own)
        if form.is_valid():
            try:
                with acting_as(self.user.pk):
                    draw = draw_sample(by=self.person, **form.cleaned_data)
            except CaseError as error:
                form.refuse(error)
            else:
                messages.success(request, _("Drawn. Seed and candidates are on record."))
                return HttpResponseRedirect(reverse("rectification:draw", args=[draw.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class DrawPage(DrawPageMixin, TemplateView):
    """Seed, candidates and who was drawn; `again` draws once more and compares."""

    template_name = "rectification/draw.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draw = found.draws_of(self.nodes).filter(pk=self.kwargs["pk"]).first()
        if draw is None:
            raise NotVisible
        rows = list(draw.candidates.select_related("organisation").order_by("code"))
        shown = [Candidate(row.code, row.organisation.name, row.is_drawn) for row in rows]
        recorded = {row.code: row.is_drawn for row in rows}
        checks = SourceKind.SUPERVISION in entered_sources(self.authority)
        return super().get_context_data(
            title=draw.name,
            crumbs=_crumbs(),
            facts=_facts(draw, len(rows)),
            how=_(
                "The codes of the candidates are sorted and sampled with Python’s "
                "random.Random(seed).sample(codes, number)."
            ),
            drawn=[_drawn_row(row, checks=checks) for row in rows if row.is_drawn],
            candidates=shown,
            repeated=repeated(draw, recorded, shown) if "again" in self.request.GET else None,
            acts=[drawing_again()],
            **kwargs,
        )


def _facts(draw: Draw, count: int) -> list[tuple[Text, Text]]:
    return [
        (gettext_lazy("Drawn from"), _from(draw)),
        (gettext_lazy("Candidates"), str(count)),
        (gettext_lazy("How many are drawn"), str(draw.size)),
        (gettext_lazy("Seed"), draw.seed),
        (gettext_lazy("Drawn by"), f"{draw.drawn_by.name} {moment(draw.drawn_at)}"),
    ]


def _drawn_row(candidate: DrawCandidate, *, checks: bool) -> Row:
    page = reverse("rectification:new_occasion", args=[SourceKind.SUPERVISION.value])
    asked = f"kind={OccasionKind.RANDOM_CHECK}&organisation={candidate.organisation_id}"
    enter = Act(_("Enter the check"), f"{page}?{asked}", about=candidate.organisation.name)
    return Row(
        title=candidate.organisation.name,
        meta=[candidate.code],
        act=enter if checks else None,
    )
