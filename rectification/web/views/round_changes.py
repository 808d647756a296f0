"""查摆轮次: changing one that was opened, and calling it off."""

from abc import abstractmethod
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from rectification.acting import acting_as
from rectification.exceptions import CaseError
from rectification.policies.check_rounds import keeping_office, why_not_change
from rectification.services.round_changes import call_off_round, change_round
from rectification.web.access import FORM
from rectification.web.check_words import period_of, state_of
from rectification.web.kept import written
from rectification.web.parts import Act, ActKind, Crumb, Text
from rectification.web.refusing import refuse
from rectification.web.round_forms import CallOffForm, RoundChangeForm
from rectification.web.secrecy import note_secret
from rectification.web.views.checks import RoundMixin, crumbs


class KeptRoundMixin(RoundMixin, FormView):
    """For the offices that open rounds; for everybody else, and once it is over, not there."""

    template_name = "rectification/form_or_reason.html"
    http_method_names = FORM
    title: Text
    intro: Text
    done: Text

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and keeping_office(self.authority, self.round) is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """What rode over a new log-in is shown again, and not carried out."""
        return {**super().get_form_kwargs(), "data": written(self.request)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        why_not = why_not_change(self.round)
        home = reverse("rectification:coverage", args=[self.round.pk])
        return super().get_context_data(
            title=self.title,
            intro=self.intro,
            sub=f"{self.round.title} {period_of(self.round)}",
            light=state_of(self.round),
            crumbs=[*crumbs(), Crumb(self.round.title, home)],
            why_not=why_not,
            acts=[
                *([] if why_not else [Act(self.title, kind=ActKind.SUBMIT, due=True)]),
                Act(_("Back"), home),
            ],
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with acting_as(self.user.pk):
                self.act({name: data for name, data in form.cleaned_data.items() if name != "page"})
        except CaseError as error:
            refuse(form, error)
            page = form.cleaned_data["page"]
            note_secret(form, error, self.round.committee, key=str(page or ""))
            return self.form_invalid(form)
        messages.success(self.request, str(self.done))
        return HttpResponseRedirect(reverse("rectification:coverage", args=[self.round.pk]))

    @abstractmethod
    def act(self, given: dict[str, Any]) -> None:
        """Call the service with what the form says; raises CaseError."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ChangeRound(KeptRoundMixin):
    form_class = RoundChangeForm
    title = _("Change the round")
    intro = _(
        "The items stay as they are. Everybody in the round is told of another title or other days."
    )
    done = _("Changed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "round_": self.round}

    def act(self, given: dict[str, Any]) -> None:
        change_round(round_=self.round, by=self.authority, **given)


class CallOffRound(KeptRoundMixin):
    form_class = CallOffForm
    title = _("Call the round off")
    intro = _(
        "It ends at once and nobody is reminded any more. What members wrote in their self-checks "
        "is deleted; problems already reported go their way. Everybody in the round is told."
    )
    done = _("Called off. Everybody in the round is told.")

    def act(self, given: dict[str, Any]) -> None:
        call_off_round(round_=self.round, by=self.authority, **given)
