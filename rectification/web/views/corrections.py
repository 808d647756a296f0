"""更正工作记录: another version of a record, with the reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from rectification.acting import acting_as
from rectification.exceptions import CaseError, NotAllowed, NotVisible
from rectification.models import Occasion, Person
from rectification.policies.occasions import places_of, why_not_correct
from rectification.policies.reasons import Reason
from rectification.selectors import occasions as found
from rectification.services.occasions import correct_occasion
from rectification.sources import source_of
from rectification.web.access import FORM
from rectification.web.kept import written
from rectification.web.occasion_forms import CorrectionForm
from rectification.web.occasion_words import CORRECT
from rectification.web.parts import Act, ActKind, Crumb
from rectification.web.secrecy import note_secret
from rectification.web.views.occasions import TITLE, OccasionPageMixin


class CorrectOccasion(OccasionPageMixin, TemplateView):
    """For whoever entered the record and his office; for everybody else not there."""

    template_name = "rectification/form_or_reason.html"
    http_method_names = FORM

    @cached_property
    def occasion(self) -> Occasion:
        occasion = found.occasions_for(self.authority).filter(pk=self.kwargs["pk"]).first()
        if occasion is None or getattr(self._why_not(occasion), "error", None) is NotAllowed:
            raise NotVisible
        return occasion

    def _why_not(self, occasion: Occasion) -> Reason | None:
        return why_not_correct(self.person, occasion)

    def form(self, data: Any) -> CorrectionForm:
        row = self.occasion
        there = Person.objects.filter(pk__in=row.people.values("pk"))
        return CorrectionForm(
            data,
            source=source_of(row.source),
            places=list(dict.fromkeys([row.organisation, *places_of(self.person, row.source)])),
            visitors=(found.possible_visitors(self.authority, row.source) | there).order_by("code"),
            initial={
                "people": [person.pk for person in there],
                **{name: getattr(row, name) for name in ("kind", "held_on", "present", "finding")},
                "organisation": row.organisation_id,
            },
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.occasion
        home = reverse("rectification:occasion", args=[row.pk])
        why_not = self._why_not(row)
        kwargs.setdefault("form", self.form(written(self.request)))
        submit = [] if why_not else [Act(CORRECT, kind=ActKind.SUBMIT, due=True)]
        return super().get_context_data(
            title=CORRECT,
            sub=f"{row.organisation.name} {row.get_kind_display()}",
            intro=_("What stood there before stays in the record, with the reason."),
            crumbs=[Crumb(TITLE, reverse("rectification:occasions"))],
            why_not=why_not,
            acts=[*submit, Act(_("Back"), home)],
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            given = dict(form.cleaned_data)
            page = given.pop("page")
            try:
                with acting_as(self.user.pk):
                    correct_occasion(occasion=self.occasion, by=self.person, **given)
            except CaseError as error:
                form.refuse(error)
                note_secret(form, error, given["organisation"], key=str(page or ""))
            else:
                messages.success(request, _("Corrected."))
                url = reverse("rectification:occasion", args=[self.occasion.pk])
                return HttpResponseRedirect(url)
        return self.render_to_response(self.get_context_data(form=form), status=422)
