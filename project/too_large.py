"""Requests larger than their page takes: refused by their stated length, before a byte is read."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.defaults import bad_request

from rectification.web.bodies import TEXT, files_rule, limit_of


class BodyLimit:
    """Stands before the check of the token, which reads the body.

    A body without a stated length (chunked) is read by nobody here; it is refused as well, so
    that its sender learns why. Browsers send none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return _refuse(request, _("The request does not say how large it is."), status=411)
        limit = limit_of(view)
        if _length(request) <= limit:
            return None
        return _refuse(request, files_rule() if limit > TEXT else _text(limit))


def bad_request_page(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler400`: what the framework found too much while reading says so."""
    if isinstance(exception, RequestDataTooBig):
        return _refuse(request, _text(TEXT))
    if isinstance(exception, TooManyFilesSent):
        return _refuse(request, files_rule())
    if isinstance(exception, TooManyFieldsSent):
        limit = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        return _refuse(request, _("A form has at most %(limit)d fields.") % {"limit": limit})
    return bad_request(request, exception)


def _length(request: HttpRequest) -> int:
    """As the framework reads it: nonsense is nothing, and then nothing is read."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _text(limit: int) -> str:
    return _("This page takes at most %(size)s at once, and no files.") % {
        "size": filesizeformat(limit)
    }


def _refuse(request: HttpRequest, limit: str, *, status: int = 413) -> HttpResponse:
    return render(request, "413.html", {"limit": limit}, status=status)
