"""满意度测评: opened and printed by an office; answered by members, and by code without account."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from rectification.acting import acting_as
from rectification.enums import BallotAnswer
from rectification.exceptions import CaseError, NotVisible
from rectification.models import Appointment, Ballot, BallotPrinting, Case
from rectification.policies.actors import Actor
from rectification.policies.ballots import LONGEST, MOST_CODES, balloting_office, may_be_asked
from rectification.selectors.ballots import (
    ballot_for,
    ballot_of,
    by_code,
    open_ballot_of,
    printing_open,
)
from rectification.services.ballots import (
    open_ballot,
    print_codes,
    record_handed_out,
    vote,
    vote_by_code,
)
from rectification.web.access import FORM, OwnPageMixin
from rectification.web.ballot_words import ballot_facts
from rectification.web.parts import Act, ActKind, Crumb
from rectification.web.refusing import refuse
from rectification.web.throttle import too_many_wrong_codes
from rectification.web.views.board import PublicPage


class OpenForm(forms.Form):
    closes_on = forms.DateField(
        label=pgettext_lazy("ballot", "Last day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Within thirty days. Nobody reads a result before it is over."),
    )


class CodesForm(forms.Form):
    number = forms.IntegerField(
        label=_("How many codes"),
        min_value=1,
        max_value=MOST_CODES,
        help_text=_(
            "Print them now: they are shown this once. Note nowhere who gets which. None is good "
            "before another one has recorded how many were handed out."
        ),
    )


class HandedOutForm(forms.Form):
    """For another one than the printer; so many codes are good once it is recorded."""

    handed_out = forms.IntegerField(
        label=_("How many codes were handed out"),
        min_value=0,
        help_text=_("Count the sheets that are left. Answers by code never exceed this number."),
    )


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Is the problem put right, as you see it?"),
        choices=BallotAnswer,
        widget=forms.RadioSelect,
    )


class CodeForm(AnswerForm):
    code = forms.CharField(
        label=_("Code on your sheet"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    field_order = ("code", "answer")


class BallotPage(OwnPageMixin, TemplateView):
    """For OFF and DIS who see the case; for everybody else, and of other cases, it is not there."""

    http_method_names = FORM
    template_name = "rectification/ballot.html"

    @cached_property
    def case(self) -> Case:
        return self.visible_case(self.kwargs["pk"])

    @cached_property
    def office(self) -> Appointment:
        office = balloting_office(self.case, self.authority)
        if office is None or (self.ballot is None and not may_be_asked(self.case)):
            raise NotVisible
        return office

    @cached_property
    def ballot(self) -> Ballot | None:
        return ballot_of(self.case)

    @cached_property
    def pending(self) -> BallotPrinting | None:
        return printing_open(self.ballot) if self.ballot else None

    @property
    def waits_for_another(self) -> bool:
        """He has printed codes himself; another one says how many were handed out."""
        return self.pending is not None and self.pending.printed_by == self.person

    @property
    def label(self) -> str:
        if self.ballot is None:
            return gettext("Open the ballot")
        return gettext("Record the number") if self.pending else gettext("Print codes")

    @property
    def actor(self) -> Actor:
        office = self.office
        return Actor(person=self.person, role=office.role, organisation=office.organisation)

    def form(self, data: Any = None) -> forms.Form | None:
        if self.office and self.ballot is None:
            last = self.today + timedelta(days=10)
            return OpenForm(data, initial={"closes_on": last.isoformat()})
        if open_ballot_of(self.case) is None or self.waits_for_another:
            return None
        return HandedOutForm(data) if self.pending else CodesForm(data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            kwargs["form"] = self.form()
        case_url = reverse("rectification:case", args=[self.case.pk])
        return super().get_context_data(
            case=self.case,
            facts=ballot_facts(self.ballot) if self.ballot else [],
            crumbs=[Crumb(self.case.number or "", case_url)],
            acts=[
                Act(self.label, kind=ActKind.SUBMIT, due=True),
                Act(_("Back to the case"), case_url),
            ],
            longest=LONGEST.days,
            waits_for_another=self.waits_for_another and open_ballot_of(self.case) is not None,
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form(request.POST)
        if form is None and not self.waits_for_another:
            raise NotVisible
        if form is None:
            return self.render_to_response(self.get_context_data(form=None), status=422)
        if form.is_valid():
            try:
                with acting_as(self.user.pk):
                    return self._act(form)
            except CaseError as error:
                refuse(form, error)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _act(self, form: forms.Form) -> HttpResponse:
        given = {"actor": self.actor, **form.cleaned_data}
        if self.ballot is not None and self.pending is not None:
            number = form.cleaned_data["handed_out"]
            record_handed_out(ballot=self.ballot, actor=self.actor, number=number)
            messages.success(self.request, gettext("Recorded. So many codes are good now."))
            return HttpResponseRedirect(self.request.path)
        if self.ballot is not None:
            codes = print_codes(ballot=self.ballot, **given)
            return self.render_to_response(self.get_context_data(codes=codes, form=None))
        open_ballot(case=self.case, **given)
        messages.success(self.request, gettext("Opened. Members find it beside the notice."))
        return HttpResponseRedirect(self.request.path)


class Vote(OwnPageMixin, FormView):
    """One question, for members in the circle of the notice; a 404 for whoever is not asked."""

    http_method_names = FORM
    template_name = "rectification/ballot_vote.html"
    form_class = AnswerForm

    @cached_property
    def ballot(self) -> Ballot:
        case = Case.objects.filter(pk=self.kwargs["pk"]).first()
        ballot = ballot_for(case, self.user, self.authority) if case else None
        if ballot is None:
            raise NotVisible
        return ballot

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        acts = [Act(_("Send the answer"), kind=ActKind.SUBMIT, due=True)]
        return super().get_context_data(ballot=self.ballot, acts=acts, **kwargs)

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        try:
            vote(ballot=self.ballot, person=self.person, **form.cleaned_data)
        except CaseError as error:
            refuse(form, error)
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(done=True))

    def form_invalid(self, form: AnswerForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class VoteByCode(PublicPage, FormView):
    """The same for whoever was given a printed code; it travels in the body alone."""

    http_method_names = FORM
    template_name = "rectification/ballot_vote.html"
    form_class = CodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        acts = [Act(_("Send the answer"), kind=ActKind.SUBMIT, due=True)]
        return super().get_context_data(acts=acts, nav=(), **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        ballot = by_code(form.cleaned_data["code"])
        if ballot is None:
            form.add_error("code", gettext("No ballot has this code. Compare it with your sheet."))
            return self._refused(form, 429 if too_many_wrong_codes() else 422)
        try:
            vote_by_code(ballot=ballot, **form.cleaned_data)
        except CaseError as error:
            refuse(form, error)
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(done=True))

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        return self._refused(form, 422)

    def _refused(self, form: CodeForm, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)
