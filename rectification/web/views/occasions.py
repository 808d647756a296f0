"""工作记录: visits, supervision checks and meetings; the list, one of them, and entering one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView

from rectification.acting import acting_as
from rectification.enums import SourceKind
from rectification.exceptions import CaseError, NotAllowed, NotVisible
from rectification.models import Occasion
from rectification.policies.draws import townships_seen
from rectification.policies.occasions import (
    RECORDED,
    entered_sources,
    places_of,
    reads_occasions,
    why_not_correct,
    why_not_raise,
)
from rectification.policies.reasons import Reason
from rectification.policies.routing import rule_places
from rectification.selectors import occasions as found
from rectification.services.occasions import enter_occasion
from rectification.sources import source_of
from rectification.web.access import LimitedPageMixin, address, before_of
from rectification.web.dates import list_date
from rectification.web.kept import written
from rectification.web.occasion_forms import OccasionForm
from rectification.web.occasion_words import (
    CORRECT,
    CORRECTION_COLUMNS,
    correction_row,
    facts_of,
)
from rectification.web.office_tabs import office_tabs
from rectification.web.parts import Act, ActKind, Crumb, Row, Tab, Text
from rectification.web.rows import Lists
from rectification.web.secrecy import note_secret

NEW_LABELS: dict[SourceKind, Text] = {
    SourceKind.VISIT: gettext_lazy("Enter a visit"),
    SourceKind.SUPERVISION: gettext_lazy("Enter a supervision check"),
    SourceKind.MEETING: gettext_lazy("Enter a meeting"),
}
TITLE: Text = gettext_lazy("Visits, checks and meetings")


class OccasionPageMixin(LimitedPageMixin):
    """For those who enter records or read them from above; for everybody else not there."""

    def is_open(self) -> bool:
        return reads_occasions(self.authority)


class Occasions(OccasionPageMixin, TemplateView):
    """The records one reads, last entered first."""

    template_name = "rectification/occasions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("source", "")
        source = asked if asked in RECORDED else ""
        before_id = before_of(self.request)
        rows = found.page_of_occasions(self.authority, source=source, before_id=before_id)
        page = rows[: found.PAGE]
        kept = f"source={source}&" if source else ""
        return super().get_context_data(
            title=TITLE,
            tabs=office_tabs(self.authority, "rectification:occasions"),
            sources=self._sources(source),
            acts=self._acts(),
            rows=[_row(occasion) for occasion in page],
            next_url=f"?{kept}before={page[-1].pk}" if len(rows) > found.PAGE else "",
            first_url=f"{self.request.path}?{kept}".rstrip("?&") if before_id else "",
            **kwargs,
        )

    def _sources(self, current: str) -> list[Tab]:
        path = self.request.path
        kinds = [(kind.value, kind.label) for kind in RECORDED]
        return [
            Tab(label, f"{path}?source={value}" if value else path, current=value == current)
            for value, label in [("", pgettext_lazy("occasions", "All")), *kinds]
        ]

    def _acts(self) -> list[Act]:
        acts = [
            Act(NEW_LABELS[kind], reverse("rectification:new_occasion", args=[kind.value]))
            for kind in entered_sources(self.authority)
        ]
        if townships_seen(self.authority) and not rule_places(self.authority):
            acts.append(Act(_("Random draws"), reverse("rectification:draws")))
        return acts


def _row(occasion: Occasion) -> Row:
    return Row(
        title=f"{occasion.organisation.name} {occasion.get_kind_display()}",
        url=reverse("rectification:occasion", args=[occasion.pk]),
        meta=[
            list_date(occasion.held_on),
            occasion.get_source_display(),
            _("entered by %(name)s") % {"name": occasion.entered_by.name},
        ],
    )


class NewOccasion(OccasionPageMixin, TemplateView):
    """Enter a record of one source."""

    template_name = "rectification/new_occasion.html"

    @cached_property
    def source(self) -> SourceKind:
        """One of those the reader enters; raises NotVisible."""
        asked = self.kwargs["source"]
        if asked not in entered_sources(self.authority):
            raise NotVisible
        return SourceKind(asked)

    def form(self, data: Any) -> OccasionForm:
        return OccasionForm(
            data,
            source=source_of(self.source),
            places=places_of(self.person, self.source),
            visitors=found.possible_visitors(self.authority, self.source),
            initial={
                "people": [self.person.pk],
                **{name: self.request.GET.get(name, "") for name in ("kind", "organisation")},
            },
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form(written(self.request)))
        home = reverse("rectification:occasions")
        return super().get_context_data(
            title=NEW_LABELS[self.source],
            crumbs=[Crumb(TITLE, home)],
            acts=[
                Act(_("Keep the record"), kind=ActKind.SUBMIT, due=True),
                Act(_("Back"), home),
            ],
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                with acting_as(self.user.pk):
                    occasion = enter_occasion(
                        by=self.person, source=self.source, **form.cleaned_data
                    )
            except CaseError as error:
                form.refuse(error)
                place, page = (form.cleaned_data[name] for name in ("organisation", "page"))
                note_secret(form, error, place, key=str(page or ""))
            else:
                messages.success(request, _("Kept. What was found can be raised as a problem."))
                return HttpResponseRedirect(reverse("rectification:occasion", args=[occasion.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class OccasionPage(OccasionPageMixin, TemplateView):
    """One record, the cases that came of it as far as one sees them, and raising another."""

    template_name = "rectification/occasion.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        occasion = found.occasions_for(self.authority).filter(pk=self.kwargs["pk"]).first()
        if occasion is None:
            raise NotVisible
        cases = found.cases_raised(occasion, self.user, self.authority)
        lists = Lists(self.today, self.calendar, {case.pk for case in cases})
        return super().get_context_data(
            occasion=occasion,
            title=f"{occasion.organisation.name} {occasion.get_kind_display()}",
            crumbs=[Crumb(TITLE, reverse("rectification:occasions"))],
            facts=facts_of(occasion),
            correction_columns=CORRECTION_COLUMNS,
            corrections=[correction_row(change) for change in found.corrections_of(occasion)],
            why_not=self._why_not_correct(occasion),
            rows=[lists.case(case) for case in cases],
            acts=self._acts(occasion),
            **kwargs,
        )

    def _acts(self, occasion: Occasion) -> list[Act]:
        acts = []
        url = address("workflows:new_problem")
        if url and why_not_raise(self.person, occasion) is None:
            label = _("Raise a problem from this record")
            acts.append(Act(label, f"{url}?occasion={occasion.pk}", due=True))
        if why_not_correct(self.person, occasion) is None:
            url = reverse("rectification:correct_occasion", args=[occasion.pk])
            acts.append(Act(CORRECT, url))
        return acts

    def _why_not_correct(self, occasion: Occasion) -> Reason | None:
        """Told to those alone who could correct it, were it not for the cases that rest on it."""
        why = why_not_correct(self.person, occasion)
        return why if why is not None and why.error is not NotAllowed else None
