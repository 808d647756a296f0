"""消息: what one was told, with the title only of cases one may still see."""

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from rectification.selectors import inbox, messages
from rectification.selectors.cases import PAGE
from rectification.services.reading import mark_notices_read
from rectification.web.access import OwnPageMixin, before_of, row_key
from rectification.web.parts import Act, ActKind
from rectification.web.rows import Lists


class Messages(OwnPageMixin, TemplateView):
    template_name = "rectification/messages.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before_id = before_of(self.request)
        found = messages.messages_of(self.person, before_id=before_id)
        page = found[:PAGE]
        visible = inbox.visible_ids(self.user, self.authority, {notice.case_id for notice in page})
        lists = Lists(self.today, self.calendar, visible)
        unread = messages.unread_count(self.person)
        return super().get_context_data(
            rows=[lists.message(notice) for notice in page],
            unread=unread,
            mark_act=self._mark_act(page[0].pk) if unread and before_id is None else None,
            next_url=f"?before={page[-1].pk}" if len(found) > PAGE else "",
            first_url=self.request.path if before_id is not None else "",
            **kwargs,
        )

    def _mark_act(self, newest: int) -> Act:
        """Only what this page could show is marked: what arrives meanwhile stays unread."""
        return Act(
            _("Mark all as read"),
            self.request.path,
            kind=ActKind.POST,
            name="up_to",
            value=str(newest),
        )

    def post(self, request: HttpRequest) -> HttpResponseRedirect:
        newest = row_key(request.POST.get("up_to", ""))
        if newest is not None:
            mark_notices_read(person=self.person, up_to_id=newest)
        return HttpResponseRedirect(reverse("rectification:messages"))
