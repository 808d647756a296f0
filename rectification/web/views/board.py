"""公示栏: notices for those entitled to read them, with an account, without, or by the link."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from rectification.calendar import WorkingCalendar
from rectification.models import Notice, User
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.selectors.ballots import ballot_for, open_ballot_of
from rectification.selectors.board import PAGE, narrowed, offered, page_of_board
from rectification.selectors.calendar import current_calendar
from rectification.selectors.notices import board_for, by_token, may_read
from rectification.web.access import UncachedMixin, same_page
from rectification.web.board_search import BoardForm, read_place, written_place
from rectification.web.board_tabs import board_tabs
from rectification.web.parts import Crumb, NoticeSheet
from rectification.web.sheets import notice_sheet


class PublicPage(UncachedMixin, TemplateView):
    """A page that needs no account; search engines are told to stay away."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    @cached_property
    def calendar(self) -> WorkingCalendar:
        return current_calendar()

    def sheet(self, notice: Notice, *, full: bool = False, by_link: bool = False) -> NoticeSheet:
        return notice_sheet(
            notice,
            today=today(),
            calendar=self.calendar,
            full=full,
            by_link=by_link,
            reader=None if by_link else reader_of(self.request),
        )


def reader_of(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


class Board(PublicPage):
    """Running notices first, those that end soonest before the others."""

    template_name = "rectification/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reader = reader_of(self.request)
        authority = authority_of(reader) if reader else None
        board = board_for(reader, authority)
        form = BoardForm(self.request.GET, offered(board))
        found = narrowed(board, form.sought)
        after = read_place(self.request.GET.get("after", ""))
        rows = page_of_board(found, after)
        page, kept = rows[:PAGE], form.kept
        more = {**kept, "after": written_place(page[-1])} if len(rows) > PAGE else {}
        return super().get_context_data(
            tabs=board_tabs(authority, "rectification:board") if authority else [],
            notices=[self.sheet(notice) for notice in page],
            form=form,
            is_narrowed=bool(kept),
            is_filtered=bool(kept.keys() - {"q"}),
            count=len(rows) if not after and len(rows) == len(page) else found.count(),
            next_url=f"?{urlencode(more)}" if more else "",
            first_url=same_page(self.request, **kept) if after else "",
            whole_url=self.request.path,
            **kwargs,
        )


class NoticePage(PublicPage):
    template_name = "rectification/notice.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notice = (
            Notice.objects.select_related("decision", "corrects", "case__owner_organisation")
            .filter(pk=kwargs["pk"])
            .first()
        )
        if notice is None or not may_read(notice, reader_of(self.request)):
            raise Http404
        reader = reader_of(self.request)
        asked = reader is not None and ballot_for(notice.case, reader, authority_of(reader))
        return super().get_context_data(
            notice=self.sheet(notice, full=True),
            vote_url=reverse("rectification:ballot_vote", args=[notice.case_id]) if asked else "",
            crumbs=[Crumb(_("Notice board"), reverse("rectification:board"))],
            **kwargs,
        )


class Sheet(PublicPage):
    """What the link on the posted sheet opens: this notice, the way to object, nothing else."""

    template_name = "rectification/sheet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notice = by_token(kwargs["token"])
        if notice is None:
            raise Http404
        return super().get_context_data(
            notice=self.sheet(notice, full=True, by_link=True),
            vote_url=reverse("rectification:ballot_code") if open_ballot_of(notice.case) else "",
            nav=(),
            **kwargs,
        )
