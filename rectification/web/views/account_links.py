"""The page behind a one-time link: its holder sets a password, once, and then logs in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from rectification.exceptions import InvalidInput, NotVisible
from rectification.services.account_links import open_link, use_link
from rectification.web.access import FORM
from rectification.web.account_forms import NewPasswordForm
from rectification.web.parts import Act, ActKind, Refusal
from rectification.web.refusing import refuse
from rectification.web.views.board import PublicPage


class AccountLinkPage(PublicPage, FormView):
    """A link that is unknown, used or expired answers as a page that does not exist."""

    http_method_names = FORM
    template_name = "rectification/account_form.html"
    form_class = NewPasswordForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            self.link = open_link(token=kwargs["token"])
            return super().dispatch(request, *args, **kwargs)
        except NotVisible:
            return render(request, "registration/link_gone.html", status=404)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.link.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.link.user
        return super().get_context_data(
            title=_("Set your password"),
            intro=_("%(name)s, your user name is %(code)s. The link works once.")
            % {"name": user.person.name, "code": user.username},
            acts=[Act(_("Set the password"), kind=ActKind.SUBMIT, due=True)],
            refusal=self._refusal(),
            **kwargs,
        )

    def _refusal(self) -> Refusal | None:
        """Nobody sets the password of another in his own session, least of all an administrator."""
        if not self.request.user.is_authenticated:
            return None
        return Refusal(_("Somebody is logged in here. Log out first, then open the link again."))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._refusal():
            return self.render_to_response(self.get_context_data(), status=403)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        try:
            use_link(token=self.kwargs["token"], password=form.cleaned_data["new_password"])
        except InvalidInput as error:
            refuse(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The password is set. Log in with it now."))
        return HttpResponseRedirect(reverse("rectification:login"))

    def form_invalid(self, form: NewPasswordForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
