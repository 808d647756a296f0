"""What was typed outlives the session: the page carries it on over a new log-in.

It is stored nowhere, stands in no address and no log, and is given back only to whoever the form
was made for (docs/decisions/0011).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import LoginView
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure

from rectification.web.account_forms import CodeForm
from rectification.web.account_words import HOW_TO_PASS
from rectification.web.door import CHANGE_PASSWORD, DUTIES, Factor, renew_duty
from rectification.web.entering import enter_code, tell_news, why_ended
from rectification.web.signing import CODE, PASSWORD

WRITER: Final = "written_by"
"""Hidden in every form that is filled by somebody with an account: who that is, signed."""

KEPT: Final = "kept"
"""Hidden in the log-in form: what was typed and by whom, signed."""

ASIDE: Final = "aside"
"""Sent by a button that shows the page again and carries nothing out."""

_LIFE: Final = 7 * 24 * 60 * 60
_NOT_KEPT: Final = frozenset({"csrfmiddlewaretoken", WRITER, KEPT, PASSWORD, CODE})
_NOT_TYPED: Final = _NOT_KEPT | {"idempotency_key", "decision", "hand_in", ASIDE}
_HOLDER: Final = "holder"
_ANYBODY: Final = "anybody"

View = Callable[..., Any]


@dataclass(frozen=True)
class _Parcel:
    """What travels; `writer` None: the page asks nobody who he is."""

    writer: int | None
    fields: list[list[str]]
    has_files: bool


def keeps_typed(view: View, *, filled_by: str = _HOLDER) -> View:
    """For pages with a form; stands above `login_required`.

    What such a page gets without a session, or under a token that a log-in has replaced, is not
    carried out. The page is shown again, filled in, to whoever wrote it: to the view this is a GET
    with `request.POST`, so one that forgets to look shows an empty form and does nothing.
    """

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and (KEPT in request.POST or not request.user.is_authenticated):
            parcel = _parcel_of(request)
            if parcel is not None:
                form = _entered(request)
                if not request.user.is_authenticated:
                    return _door(request, parcel, form)
                return _again(request, parcel, lambda: view(request, *args, **kwargs))
        return view(request, *args, **kwargs)

    page.filled_by = filled_by  # type: ignore[attr-defined]
    page.held_up = held_up  # type: ignore[attr-defined]
    return page


def keeps_typed_by_anybody(view: View) -> View:
    """The same for a form that is also filled without an account."""
    return keeps_typed(view, filled_by=_ANYBODY)


def page_out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token is not the session's (CSRF_FAILURE_VIEW): nothing is done, nobody is logged in.

    After a log-in in another tab the old page comes here; its signature tells it from a forgery.
    """
    match = request.resolver_match
    filled_by = getattr(match.func, "filled_by", "") if match else ""
    parcel = _parcel_of(request) if filled_by else None
    if parcel is None and filled_by == _ANYBODY and _is_from_here(request):
        parcel = _Parcel(None, _fields_of(request), bool(request.FILES))
    if match is None or parcel is None:
        return csrf_failure(request, reason)
    if parcel.writer is not None and not request.user.is_authenticated:
        return _door(request, parcel, LoginView.form_class(request))
    return _again(request, parcel, lambda: match.func(request, *match.args, **match.kwargs))


def held_up(request: HttpRequest) -> HttpResponse | None:
    """The form was sent where something else is to be done first (`web.door`).

    None when nothing signed was sent.
    """
    match, parcel = request.resolver_match, _parcel_of(request)
    if match is None or parcel is None:
        return None
    return _again(request, parcel, lambda: match.func(request, *match.args, **match.kwargs))


def writer_mark(request: HttpRequest) -> str:
    """Who fills the form of this address, signed; empty for somebody without an account."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return signing.dumps(user.pk, salt=_salt(request))


def written(request: HttpRequest) -> QueryDict | None:
    """What was posted, or is shown again unsaved; None when the page is opened."""
    return request.POST if request.method == "POST" or request.POST else None


def typed_texts(request: HttpRequest) -> list[str]:
    """What the person filled in, to be read and copied from a page that could not take it."""
    return [
        text
        for name, values in request.POST.lists()
        if name not in _NOT_TYPED
        for text in map(str, values)
        if text.strip()
    ]


# --- the parcel ---------------------------------------------------------------------------------


def _parcel_of(request: HttpRequest) -> _Parcel | None:
    """What the log-in form brought along, or else the form itself; None without a signature."""
    try:
        if KEPT in request.POST:
            return _Parcel(**signing.loads(request.POST[KEPT], salt=_salt(request), max_age=_LIFE))
        writer = signing.loads(request.POST.get(WRITER, ""), salt=_salt(request), max_age=_LIFE)
    except signing.BadSignature:
        return None
    return _Parcel(writer, _fields_of(request), bool(request.FILES))


def _fields_of(request: HttpRequest) -> list[list[str]]:
    return [
        [name, str(value)]
        for name, values in request.POST.lists()
        if name not in _NOT_KEPT
        for value in values
    ]


def _salt(request: HttpRequest) -> str:
    """Made for one address: nothing is carried from one form into another."""
    return f"rectification.web.kept:{request.path}"


def _is_from_here(request: HttpRequest) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


# --- the ways on --------------------------------------------------------------------------------


def _entered(request: HttpRequest) -> Any:
    """The log-in form; whoever gave his password in it is logged in."""
    if KEPT not in request.POST or "username" not in request.POST:
        return LoginView.form_class(request)
    form = LoginView.form_class(request, data=request.POST)
    if form.is_valid():
        user = form.get_user()
        last_time = user.last_login
        login(request, user)
        tell_news(request, user, last_time)
    return form


def _code_entered(request: HttpRequest) -> CodeForm:
    """The code asked for on the way; whoever gave the right one has passed."""
    if KEPT not in request.POST or "code" not in request.POST:
        return CodeForm()
    form = CodeForm(request.POST)
    if form.is_valid():
        enter_code(request, form)
    return form


def _door(request: HttpRequest, parcel: _Parcel, form: Any) -> HttpResponse:
    context = {
        "form": form,
        "kept": _sealed(request, parcel),
        "why_ended": why_ended(request),
        "demo_password": settings.DEMO_PASSWORD if settings.DEMO else "",
    }
    return render(request, "registration/login.html", context, status=401)


def _first(request: HttpRequest, parcel: _Parcel, duty: str, form: CodeForm) -> HttpResponse:
    """The code is given here; for anything else there is a page beside this one."""
    asks_code = duty == DUTIES[Factor.TO_ENTER]
    context = {
        "kept": _sealed(request, parcel),
        "duty_url": "" if asks_code else reverse(duty),
        "changes_password": duty == CHANGE_PASSWORD,
        "form": form if asks_code else None,
        "intro": HOW_TO_PASS,
    }
    return render(request, "registration/first.html", context, status=401)


def _sealed(request: HttpRequest, parcel: _Parcel) -> str:
    return signing.dumps(vars(parcel), salt=_salt(request), compress=True)


def _again(request: HttpRequest, parcel: _Parcel, show: Callable[[], HttpResponse]) -> HttpResponse:
    """The page once more with what was typed; somebody else gets a page without it."""
    if parcel.writer is not None and parcel.writer != request.user.pk:
        messages.warning(request, _("The page was filled in by somebody else; it is not shown."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    asked = renew_duty(request) == DUTIES[Factor.TO_ENTER]
    form = _code_entered(request) if asked else CodeForm()
    duty = renew_duty(request)
    if duty is not None:
        return _first(request, parcel, duty, form)
    typed = QueryDict(mutable=True)
    for name, value in parcel.fields:
        typed.appendlist(name, value)
    typed._mutable = False
    request.method = "GET"
    request.POST = typed  # type: ignore[assignment]
    messages.warning(
        request,
        _(
            "Nothing is stored yet: there was a log-in since the page was opened. Check what you "
            "typed and send it once more."
        ),
    )
    if parcel.has_files:
        messages.warning(request, _("Files could not be kept. Please choose them again."))
    return show()
