"""The forms in which a notice is shown, as its readers get them, for the check before posting."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from rectification.models import Case, Notice, PublicationDecision
from rectification.policies.days import today
from rectification.redaction.faces import Face, text_of_page
from rectification.selectors.calendar import current_calendar
from rectification.web.parts import NoticeSheet
from rectification.web.screen_pages import ScreenPage
from rectification.web.sheets import PrintedNotice, notice_sheet


def faces_of(notice: Notice) -> list[Face]:
    """Its own page, its place on the board, what the link of the posted sheet opens, a
    sheet on paper, a screen on the spot."""
    neutral = neutral_of(notice)
    return [
        Face(name, text_of_page(render(notice)), text_of_page(render(neutral)))
        for name, render in (
            (_("page of the notice"), _own_page),
            (_("notice board"), _board),
            (_("posted sheet"), _sheet),
            (_("printed sheet"), _printed),
            (_("screen on the spot"), _screen),
        )
    ]


def neutral_of(notice: Notice) -> Notice:
    """A notice of no case on the same board in the same days: whatever else a page takes from the
    case is no frame, and is searched. The name of the organisation is the directory's.
    """
    return Notice(
        pk=notice.pk,
        token=notice.token,
        case=Case(owner_organisation=notice.case.owner_organisation),
        decision=PublicationDecision(scope=notice.decision.scope, purpose=notice.decision.purpose),
        corrects=notice.corrects,
        starts_on=notice.starts_on,
        ends_on=notice.ends_on,
        suspended_on=notice.suspended_on,
    )


def _own_page(notice: Notice) -> str:
    return _rendered("notice", notice=_shown(notice, full=True))


def _board(notice: Notice) -> str:
    return _rendered("board", notices=[_shown(notice)])


def _sheet(notice: Notice) -> str:
    return _rendered("sheet", notice=_shown(notice, full=True, by_link=True), nav=())


def _printed(notice: Notice) -> str:
    printed = PrintedNotice(_shown(notice, full=True, by_link=True))
    organisation = notice.case.owner_organisation
    return _rendered("posting_sheet", organisation=organisation, printed=[printed])


def _screen(notice: Notice) -> str:
    sheet = _shown(notice, full=True, by_link=True)
    shown = ScreenPage(sheet, part=notice.decision.text, number=1, parts=1)
    return _rendered("on_screen", organisation=notice.case.owner_organisation, shown=shown)


def _shown(notice: Notice, *, full: bool = False, by_link: bool = False) -> NoticeSheet:
    return notice_sheet(
        notice, today=today(), calendar=current_calendar(), full=full, by_link=by_link
    )


def _rendered(name: str, **context: object) -> str:
    """For somebody without an account: the head of the page names its reader."""
    request = HttpRequest()
    request.user = AnonymousUser()
    return render_to_string(f"rectification/{name}.html", context, request=request)
