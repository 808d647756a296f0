"""The forms in which a notice is shown, as its readers get them, for the check before posting."""

from copy import copy

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from rectification.models import Notice
from rectification.policies.days import today
from rectification.redaction.faces import Face, text_of_page
from rectification.selectors.calendar import current_calendar
from rectification.web.sheets import notice_sheet


def faces_of(notice: Notice) -> list[Face]:
    """Its own page, its place on the board, and what the link of the posted sheet opens."""
    empty = copy(notice)
    empty.decision = copy(notice.decision)
    empty.decision.title = empty.decision.text = ""
    return [
        Face(name, text_of_page(render(notice)), text_of_page(render(empty)))
        for name, render in (
            (_("page of the notice"), _own_page),
            (_("notice board"), _board),
            (_("posted sheet"), _sheet),
        )
    ]


def _own_page(notice: Notice) -> str:
    return _rendered("notice", notice=_shown(notice, full=True))


def _board(notice: Notice) -> str:
    return _rendered("board", notices=[_shown(notice)])


def _sheet(notice: Notice) -> str:
    return _rendered("sheet", notice=_shown(notice, full=True, by_link=True), nav=())


def _shown(notice: Notice, *, full: bool = False, by_link: bool = False) -> object:
    return notice_sheet(
        notice, today=today(), calendar=current_calendar(), full=full, by_link=by_link
    )


def _rendered(name: str, **context: object) -> str:
    """For somebody without an account: the head of the page names its reader."""
    request = HttpRequest()
    request.user = AnonymousUser()
    return render_to_string(f"rectification/{name}.html", context, request=request)
