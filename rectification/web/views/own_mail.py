"""我的邮件提醒: the holder enters his own address, or has no more mail sent to him."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from rectification.exceptions import CaseError
from rectification.models import MailAddress
from rectification.services.mail_addresses import switch_mail_off, switch_mail_on
from rectification.web.access import FORM, OwnPageMixin
from rectification.web.account_forms import MailAddressForm
from rectification.web.parts import Act, ActKind, Crumb
from rectification.web.refusing import refuse


class OwnMail(OwnPageMixin, FormView):
    http_method_names = FORM
    template_name = "rectification/own_mail.html"
    form_class = MailAddressForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = MailAddress.objects.filter(user=self.user).first()
        off = Act(_("Switch mail off"), self.request.path, ActKind.POST, name="act", value="off")
        return super().get_context_data(
            found=found,
            is_on=found is not None and settings.MAIL_ON,
            sends_mail=settings.MAIL_ON,
            acts=[Act(_("Save the address"), kind=ActKind.SUBMIT, due=found is None)],
            off_act=off if found is not None else None,
            crumbs=[Crumb(_("My account"), reverse("rectification:account"))],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("act") != "off":
            return super().post(request, *args, **kwargs)
        switch_mail_off(user=self.user)
        messages.success(request, _("Mail is off; your address is deleted."))
        return HttpResponseRedirect(request.path)

    def form_valid(self, form: MailAddressForm) -> HttpResponse:
        try:
            switch_mail_on(user=self.user, address=form.cleaned_data["address"])
        except CaseError as error:
            refuse(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved. The next mail comes at half past eight."))
        return HttpResponseRedirect(self.request.path)

    def form_invalid(self, form: MailAddressForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
