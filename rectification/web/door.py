"""What stands between a session and the pages: its two time limits, and what is to be done first.

All of it lies in the session itself, so that a page costs no query: when it began, when it was
last used, the offices held then, and how it stands with the second factor. The stamp is set at
login and looked at anew on each day; whatever changes in between ends the session through
`services.sessions`.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final, Self
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone

from rectification.models import User
from rectification.policies.accounts import second_factor_required
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.services.second_factor import has_second_factor

STAMP: Final = "door"
LAST_USE_EVERY: Final = 60
"""Seconds between two notes of the last use: not every page need write a row."""


class Ended(TextChoices):
    """Why one has to log in again; a word of the address of the login page."""

    IDLE = "idle"
    LONG = "long"
    CHANGED = "changed"


class Factor(TextChoices):
    """How the session stands with the second factor."""

    NOT_NEEDED = "not_needed"
    TO_ENTER = "to_enter"
    TO_SET_UP = "to_set_up"
    PASSED = "passed"


DUTIES: Final = {
    Factor.TO_ENTER: "rectification:enter_code",
    Factor.TO_SET_UP: "rectification:set_up_factor",
}
CHANGE_PASSWORD: Final = "rectification:change_password"
ALWAYS_OPEN: Final = frozenset({"rectification:logout", "set_language", "healthz"})


@dataclass
class Stamp:
    """`offices` are (organisation, role) pairs as the session has them: lists."""

    since: int
    last_use: int
    day: str
    offices: list[list[Any]]
    factor: str

    @classmethod
    def of(cls, session: SessionBase) -> Self | None:
        found = session.get(STAMP)
        return cls(**found) if isinstance(found, dict) else None

    def write(self, session: SessionBase) -> None:
        session[STAMP] = asdict(self)


def stamp(request: HttpRequest, user: User, **_: Any) -> None:
    """Called at every login (`rectification.apps`); a session without a stamp is over."""
    Stamp(_now(), _now(), *_position(user, Factor.TO_ENTER)).write(request.session)


def factor_passed(request: HttpRequest) -> None:
    """The code was right, or has just been set up: the session is whole."""
    _note_factor(request, Factor.PASSED)


def factor_gone(request: HttpRequest) -> None:
    _note_factor(request, Factor.NOT_NEEDED)


class Door:
    """Ends sessions that are over, and keeps everything shut but what has to be done first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        ended = _end_if_over(request) if SESSION_KEY in request.session else None
        request.ended = ended  # type: ignore[attr-defined]
        renew_duty(request)
        response = self.get_response(request)
        if ended and isinstance(response, HttpResponseRedirect):
            return _say_why(response, ended)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """A form that is sent nevertheless keeps what was typed (`web.kept`)."""
        duty = duty_of(request)
        here = request.resolver_match.view_name if request.resolver_match else ""
        if duty is None or here == duty or here in ALWAYS_OPEN:
            return None
        held_up = getattr(view, "held_up", None) if request.method == "POST" else None
        kept: HttpResponseBase | None = held_up(request) if held_up else None
        if kept is not None:
            return kept
        wanted = request.get_full_path() if request.method == "GET" else "/"
        return HttpResponseRedirect(f"{reverse(duty)}?{urlencode({'next': wanted})}")


def duty_of(request: HttpRequest) -> str | None:
    """What `first_duty` found for this request; nothing where the door was not passed."""
    return getattr(request, "duty", None)


def renew_duty(request: HttpRequest) -> str | None:
    """After a log-in or a code, the same request goes on under what holds then."""
    request.duty = first_duty(request)  # type: ignore[attr-defined]
    return duty_of(request)


def ended_of(request: HttpRequest) -> Ended | None:
    """Why the session ended that this request came with."""
    return getattr(request, "ended", None)


def first_duty(request: HttpRequest) -> str | None:
    """The page that must be passed before any other: code, password, second factor, in order."""
    if not request.user.is_authenticated:
        return None
    found = Stamp.of(request.session)
    factor = found.factor if found else Factor.TO_ENTER
    if factor == Factor.TO_ENTER:
        return DUTIES[Factor.TO_ENTER]
    if request.user.must_change_password:
        return CHANGE_PASSWORD
    return DUTIES.get(Factor(factor))


def _end_if_over(request: HttpRequest) -> Ended | None:
    ended = _why_over(request)
    if ended is not None:
        logout(request)
    return ended


def _why_over(request: HttpRequest) -> Ended | None:
    """Notes the use of a session that goes on."""
    if not request.user.is_authenticated:
        return Ended.CHANGED
    found = Stamp.of(request.session)
    now = _now()
    if found is None or now - found.since >= settings.SESSION_COOKIE_AGE:
        return Ended.LONG
    if now - found.last_use >= settings.SESSION_IDLE_LIMIT.total_seconds():
        return Ended.IDLE
    if found.day != today().isoformat():
        day, offices, factor = _position(request.user, found.factor)
        if offices != found.offices:
            return Ended.CHANGED
        found.day, found.factor = day, factor
        found.write(request.session)
    if now - found.last_use >= LAST_USE_EVERY:
        found.last_use = now
        found.write(request.session)
    return None


def _position(user: User, factor: str) -> tuple[str, list[list[Any]], str]:
    """The day, the offices held on it, and the second factor; `factor` is how it stood before."""
    authority = authority_of(user)
    offices = [list(office) for office in sorted(authority.offices())]
    if not has_second_factor(user=user):
        required = second_factor_required(authority)
        factor = Factor.TO_SET_UP if required else Factor.NOT_NEEDED
    return today().isoformat(), offices, str(factor)


def _note_factor(request: HttpRequest, factor: Factor) -> None:
    found = Stamp.of(request.session)
    if found is not None:
        found.factor = factor.value
        found.write(request.session)


def _say_why(response: HttpResponseRedirect, ended: Ended) -> HttpResponseBase:
    """Only the way to the login page says it; a public page is simply shown."""
    target = urlsplit(response.url)
    if target.path == resolve_url(settings.LOGIN_URL):
        query = "&".join(part for part in (target.query, f"ended={ended.value}") if part)
        response["Location"] = target._replace(query=query).geturl()
    return response


def _now() -> int:
    return int(timezone.now().timestamp())
