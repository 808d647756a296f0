"""The door: logging in, with a second factor where there is one, and logging out.

In the demonstration the accounts are on the page.
"""

from datetime import datetime
from typing import Any, Final

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib.auth import views
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from rectification.models import User
from rectification.web import account_words
from rectification.web.access import FORM, OwnPageMixin
from rectification.web.account_forms import CodeForm
from rectification.web.demo import demo_accounts
from rectification.web.door import duty_of
from rectification.web.entering import enter_code, tell_news, why_ended
from rectification.web.kept import KEPT
from rectification.web.parts import Act, ActKind
from rectification.web.views.own_account import onward

LEFT_NOTHING: Final = '"cache", "cookies", "storage"'


class Login(views.LoginView):
    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "username": self._chosen()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accounts = demo_accounts() if settings.DEMO else []
        return super().get_context_data(
            demo_accounts=accounts,
            demo_password=settings.DEMO_PASSWORD if accounts else "",
            demo_as=self._chosen(),
            why_ended=why_ended(self.request),
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        """Whoever comes in is told first what others did to his account meanwhile."""
        user = form.get_user()
        last_time = user.last_login
        response = super().form_valid(form)
        tell_news(self.request, user, last_time)
        return response

    def _chosen(self) -> str:
        """The account picked from the list; outside the demonstration there is no list."""
        if not settings.DEMO:
            return ""
        length = User._meta.get_field("username").max_length
        return self.request.GET.get("as", "")[:length]


class EnterCode(OwnPageMixin, FormView):
    """The second step of logging in; nothing else is open before it (`web.door`)."""

    http_method_names = FORM
    template_name = "rectification/account_form.html"
    form_class = CodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Enter the code"),
            intro=account_words.HOW_TO_PASS,
            acts=[Act(_("Go on"), kind=ActKind.SUBMIT, due=True)],
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if duty_of(request) is None:
            return HttpResponseRedirect(onward(request, "/"))
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        if not enter_code(self.request, form):
            return self.form_invalid(form)
        return HttpResponseRedirect(onward(self.request, "/"))

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Logout(views.LogoutView):
    """By POST only, as the framework has it; the browser is told to keep nothing."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = LEFT_NOTHING
        return response


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, credentials: Any, **_kwargs: Any
) -> HttpResponse:
    """After too many wrong passwords; says nothing about whether the account exists."""
    until = _locked_until(request, credentials)
    context = {"until": until, "kept": request.POST.get(KEPT, "")}
    response = render(request, "registration/locked.html", context, status=429)
    seconds = (until - timezone.now()).total_seconds()
    response.headers["Retry-After"] = str(max(1, round(seconds)))
    return response


def _locked_until(request: HttpRequest, credentials: Any) -> datetime:
    """The pause runs from the last counted failure for this name from this address."""
    handler = AxesProxyHandler.get_implementation()
    rows = handler.get_user_attempts(request, credentials)
    last = max((row.attempt_time for found in rows for row in found), default=timezone.now())
    return last + get_cool_off(request)
