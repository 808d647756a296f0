"""暂缓清除: nothing of a case is erased while it is held (docs/rules.md 10)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from rectification.acting import acting_as
from rectification.exceptions import CaseError, NotVisible
from rectification.models import LegalHold
from rectification.policies.legal_holds import why_not_hold, why_not_lift
from rectification.selectors import retention as found
from rectification.services import holds
from rectification.web import retention_words as words
from rectification.web.kept import written
from rectification.web.parts import Act, ActKind, WhyNot
from rectification.web.refusing import refuse
from rectification.web.retention_forms import HoldForm, LiftForm
from rectification.web.retention_pages import KeptMixin


class NewHold(KeptMixin, TemplateView):
    template_name = "rectification/new_rule.html"

    def is_open(self) -> bool:
        return bool(self.held)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", HoldForm(written(self.request)))
        return super().get_context_data(
            title=_("Put a case under hold"),
            crumbs=self.crumbs,
            intro=_(
                "Nothing of the case is erased until somebody else lifts the hold. Whose case it "
                "is reads that it is held and by which office; the reason is not shown to him."
            ),
            acts=[
                Act(_("Put under hold"), kind=ActKind.SUBMIT, due=True),
                Act(_("Back"), reverse("rectification:retention")),
            ],
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = HoldForm(request.POST)
        if form.is_valid():
            case = found.case_of_number(self.held, form.cleaned_data["number"].strip())
            if case is None:
                form.add_error("number", _("There is no case with this number in your township."))
            else:
                try:
                    with acting_as(self.user.pk):
                        holds.place_hold(
                            case=case, by=self.person, reason=form.cleaned_data["reason"]
                        )
                except CaseError as error:
                    refuse(form, error)
                else:
                    messages.success(request, _("Under hold: nothing of the case is erased."))
                    return HttpResponseRedirect(reverse("rectification:retention"))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class HoldPage(KeptMixin, TemplateView):
    """One hold, and lifting it by another hand."""

    template_name = "rectification/hold.html"

    def is_open(self) -> bool:
        return bool(self.held)

    @cached_property
    def hold(self) -> LegalHold:
        rows = (
            row for row in found.holds_of(self.held, self.person) if row.pk == self.kwargs["pk"]
        )
        hold = next(rows, None)
        if hold is None:
            raise NotVisible
        return hold

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hold = self.hold
        why = why_not_hold(hold.case, self.authority) or why_not_lift(hold, self.person)
        label = _("Lift the hold")
        if why is None:
            kwargs.setdefault("form", LiftForm(written(self.request)))
        elif hold.lifted_at is None:
            kwargs["why_not"] = [WhyNot(label, why.message, rule=why.rule)]
        return super().get_context_data(
            title=words.hold_row(hold).title,
            crumbs=self.crumbs,
            light=words.hold_row(hold).light,
            facts=words.hold_facts(hold),
            acts=[Act(label, kind=ActKind.SUBMIT, due=True)],
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        hold, form = self.hold, LiftForm(request.POST)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            try:
                with acting_as(self.user.pk):
                    holds.lift_hold(hold=hold, by=self.person, reason=reason)
            except CaseError as error:
                refuse(form, error)
            else:
                messages.success(request, _("Lifted: the period of the case counts again."))
                return HttpResponseRedirect(reverse("rectification:hold", args=[hold.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=422)
