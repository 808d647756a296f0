"""The door: logging in and out. In the demonstration the accounts are on the page."""

from typing import Any

from django.conf import settings
from django.contrib.auth import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rectification.models import User
from rectification.web.demo import demo_accounts
from rectification.web.kept import KEPT


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
            **kwargs,
        )

    def _chosen(self) -> str:
        """The account picked from the list; outside the demonstration there is no list."""
        if not settings.DEMO:
            return ""
        length = User._meta.get_field("username").max_length
        return self.request.GET.get("as", "")[:length]


class Logout(views.LogoutView):
    """By POST only, as the framework has it."""


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, _credentials: Any, **_: Any
) -> HttpResponse:
    """After too many wrong passwords; says nothing about whether the account exists."""
    context = {"kept": request.POST.get(KEPT, "")}
    return render(request, "registration/locked.html", context, status=429)
