"""我的日历订阅: the page that switches it, and the file that calendars read without a log-in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.generic import TemplateView, View

from rectification.exceptions import NotVisible
from rectification.models import CalendarFeed
from rectification.policies.authority import authority_of
from rectification.policies.calendar_feeds import READS_PER_HOUR, keeps_feed
from rectification.selectors.inbox import turns_of
from rectification.services.calendar_feeds import open_feed, switch_off, switch_on
from rectification.web.access import FORM, READING, OwnPageMixin
from rectification.web.calendar_file import calendar_file
from rectification.web.parts import Act, ActKind, Crumb
from rectification.web.pictures import picture_of
from rectification.web.throttle import too_many


class CalendarFeedPage(OwnPageMixin, TemplateView):
    """Shows the address once, right after it was made."""

    http_method_names = FORM
    template_name = "rectification/calendar_feed.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        feed = CalendarFeed.objects.filter(user=self.user).first()
        return super().get_context_data(
            feed=feed,
            acts=self._acts(is_on=feed is not None),
            crumbs=[Crumb(_("My account"), reverse("rectification:account"))],
            **kwargs,
        )

    def _acts(self, *, is_on: bool) -> list[Act]:
        here = self.request.path

        def act(label: str, value: str, *, due: bool = False) -> Act:
            return Act(label, here, ActKind.POST, due=due, name="act", value=value)

        if not is_on:
            return [act(_("Switch the subscription on"), "on", due=True)]
        return [
            act(_("Make a new address"), "on"),
            act(_("Switch the subscription off"), "off"),
        ]

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = request.POST.get("act")
        if chosen == "on":
            return self._show_once(switch_on(user=self.user))
        if chosen == "off":
            switch_off(user=self.user)
            messages.success(request, _("The subscription is off; its address is worth nothing."))
        return HttpResponseRedirect(request.path)

    def _show_once(self, token: str) -> HttpResponse:
        path = reverse("rectification:calendar_feed", args=[token])
        url = self.request.build_absolute_uri(path)
        return self.render_to_response(self.get_context_data(url=url, picture=picture_of(url)))


class CalendarFeedFile(View):
    """Whoever holds the token reads the days; everybody else finds nothing."""

    http_method_names = READING

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        feed = self._feed(token)
        authority = authority_of(feed.user)
        if not keeps_feed(authority):
            raise Http404
        if too_many(f"calendar:{feed.token_hash}", per_hour=READS_PER_HOUR):
            response = HttpResponse(status=429, content_type="text/plain")
            response.headers["Retry-After"] = "3600"
        else:
            with override(feed.user.language):
                content = calendar_file(turns_of(authority))
            response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _feed(self, token: str) -> CalendarFeed:
        try:
            return open_feed(token=token)
        except NotVisible as hidden:
            raise Http404 from hidden
