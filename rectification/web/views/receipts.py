"""Looking up what became of an opinion or objection, with the receipt code and nothing else."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from rectification.models import Objection, Opinion
from rectification.selectors.receipts import find_by_receipt
from rectification.web.access import FORM, address
from rectification.web.answers import Answer, answer_of
from rectification.web.parts import Act, ActKind, Refusal
from rectification.web.throttle import too_many_wrong_codes
from rectification.web.views.board import PublicPage


class ReceiptForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Receipt code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=gettext_lazy("Twelve letters and figures; blanks and dashes do not matter."),
    )


class Receipt(PublicPage, FormView):
    """The code travels in the body of the request only, so no log or history keeps it."""

    http_method_names = FORM
    template_name = "rectification/receipt.html"
    form_class = ReceiptForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        act = Act(_("Show the answer"), kind=ActKind.SUBMIT, due=True)
        return super().get_context_data(acts=[act], **kwargs)

    def form_valid(self, form: ReceiptForm) -> HttpResponse:
        found = find_by_receipt(form.cleaned_data["code"])
        if found is not None:
            return self._show(found, form.cleaned_data["code"])
        if too_many_wrong_codes():
            refusal = Refusal(_("Too many codes were looked up. Please try again in an hour."))
            context = self.get_context_data(form=ReceiptForm(), refusal=refusal)
            return self.render_to_response(context, status=429)
        form.add_error("code", _("No receipt has this code. Compare it with your note."))
        return self.form_invalid(form)

    def form_invalid(self, form: ReceiptForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _show(self, found: Opinion | Objection, code: str) -> HttpResponse:
        """The code rides in the page to what may be added; the page is kept nowhere."""
        answer: Answer = answer_of(found)
        addition_url = address("workflows:add_to_opinion") if answer.takes_notes else ""
        review_url = address("workflows:ask_review") if answer.review_until else ""
        context = self.get_context_data(
            form=ReceiptForm(),
            answer=answer,
            code=code,
            addition_url=addition_url,
            review_url=review_url,
            idempotency_key=str(uuid4()),
        )
        return self.render_to_response(context)
