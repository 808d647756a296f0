"""Forms that keep themselves while one writes (htmx); without a script their button does it."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _

from rectification.web.dates import CLOCK
from rectification.web.parts import Text


def keeps_itself(request: HttpRequest) -> bool:
    """Whether the page sent this by itself, without a button."""
    return request.headers.get("HX-Request") == "true"


def kept(url: str = "") -> HttpResponse:
    """`url` is where what was kept is found again; a reload then opens it."""
    at = date_format(timezone.localtime(), CLOCK)
    answer = _said(_("Saved by itself at %(time)s; only you can see it.") % {"time": at})
    if url:
        answer.headers["HX-Replace-Url"] = url
    return answer


def not_kept(reasons: Sequence[Text]) -> HttpResponse:
    return _said(
        _("Not saved yet: %(reasons)s") % {"reasons": " ".join(str(text) for text in reasons)}
    )


def _said(text: str) -> HttpResponse:
    """A sentence for the page; a status that htmx shows, whatever became of it."""
    answer = HttpResponse(conditional_escape(text))
    answer.headers["Cache-Control"] = "no-store"
    return answer
