"""What surrounds every request: the log line, the demo's fence, headers, forms that can be read."""

import codecs
import time
from collections.abc import Callable
from typing import Any, Final

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.http.request import split_domain_port
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from rectification.acting import Origin, asked_by, name_cause

GetResponse = Callable[[HttpRequest], HttpResponse]

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

logger = structlog.get_logger("project.request")


REQUEST_ID: Final = "X-Request-ID"


class RequestId:
    """Gives every request an id of ours: in the answer, the log, the events and the field history.

    One that a sender brings is not taken: it would stand in the records for ever.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with asked_by(Origin.WEB) as asked:
            response = self.get_response(request)
        response.headers[REQUEST_ID] = asked.id
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        match = request.resolver_match
        name_cause(match.view_name if match is not None else "")


class RequestLog:
    """One line per request: method, route, status, time. Never a path, a user or an address.

    A path can hold a token and a user name can be a confidential reporter's.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started, method = time.perf_counter(), request.method
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and match.route != "healthz":
            logger.info(
                "request",
                method=method,
                route=match.route,
                status=response.status_code,
                milliseconds=round((time.perf_counter() - started) * 1000),
            )
        return response


class WithoutSession:
    """Drops the session's cookie where a page ignores it: who is logged in is never looked at.

    Stands before everything that reads a session. The response sets none either.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and _ignores_session(request):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        return self.get_response(request)


def _ignores_session(request: HttpRequest) -> bool:
    try:
        return getattr(resolve(request.path_info).func, "ignores_session", False)
    except Resolver404:
        return False


class LoopbackOnlyDemo:
    """The demo's accounts are printed on the screen, so it serves this machine only."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.DEMO:
            host, _port = split_domain_port(request.META.get("HTTP_HOST", ""))
            if host not in LOOPBACK_HOSTS:
                return HttpResponseForbidden(
                    _("The demonstration answers on this machine only."),
                    content_type="text/plain; charset=utf-8",
                )
        return self.get_response(request)


class FormsInUtf8:
    """Refuses a form with files in another encoding: some would stop its reading with an error.

    Forms without files are held to it by the framework; no browser names an encoding at all.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if request.content_type == "multipart/form-data" and not _is_utf8(charset):
            raise BadRequest("A form must come in UTF-8.")
        return self.get_response(request)


def _is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name == "utf-8"
    except LookupError:
        return False


class ResponseHeaders:
    """What Django's own middleware leaves out; pages are never stored by browser or proxy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response
