"""意见: what the office and the branches have to do with opinions, and the switch of the page."""

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from rectification.enums import AccessPurpose
from rectification.models import Organisation, PaperScan
from rectification.policies.opinions import (
    branches_written_for,
    has_to_do_with_opinions,
    may_post,
    reads_opinions,
    townships_taken_in,
)
from rectification.policies.readings import by_office
from rectification.roles import Role
from rectification.selectors.online_intake import is_open, last_switching, taken_about
from rectification.selectors.opinions import reads_what_came
from rectification.services.online_intake import switch_online_intake
from rectification.services.papers import open_scan
from rectification.services.reading import log_access
from rectification.web.access import OwnPageMixin, address
from rectification.web.dates import moment
from rectification.web.handing_out import hand_out
from rectification.web.office_tabs import office_tabs
from rectification.web.parts import Act, ActKind, Crumb, Light, LightColour, Row
from rectification.web.pictures import picture_of

ABOUT: Final = "organisation"
"""What the public form is asked with: the branch it is about."""


class OpinionPageMixin(OwnPageMixin):
    """For the office that takes opinions in and for those who write for a branch; else a 404."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not self.is_for_reader():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def is_for_reader(self) -> bool:
        return has_to_do_with_opinions(self.authority)

    @cached_property
    def townships(self) -> list[Organisation]:
        return townships_taken_in(self.authority)


class Opinions(OpinionPageMixin, TemplateView):
    template_name = "rectification/opinions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tabs=office_tabs(self.authority, "rectification:opinions"),
            online=[online_row(node) for node in self.townships],
            papers=self._papers(),
            posters=[
                Row(title=branch.name, url=reverse("rectification:poster", args=[branch.pk]))
                for branch in may_post(self.authority)
            ],
            register_url=address("workflows:registers") if self.takes_in() else "",
            **kwargs,
        )

    def _papers(self) -> list[Row]:
        """Ways to enter what came on paper, for those who write for a branch."""
        branches = branches_written_for(self.authority)
        if not branches:
            return []
        opinion = Row(_("An opinion or a ballot"), address("workflows:paper_opinion"))
        words = _("Self-report of a member of %(name)s without account")
        reports = [
            Row(words % {"name": b.name}, address("workflows:paper_report", b.pk)) for b in branches
        ]
        told = Row(
            _("What members without account are told, and withdrawals"),
            address("workflows:papers_told"),
        )
        return [opinion, *reports, told]

    def takes_in(self) -> bool:
        return bool(self.townships) and reads_opinions(self.person)


class OnlineIntakePage(OpinionPageMixin, TemplateView):
    """The switch (网上渠道): off until the office switches it on, and it is on record who did."""

    template_name = "rectification/online_intake.html"

    def is_for_reader(self) -> bool:
        return bool(self.townships)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rows=[_switch(node) for node in self.townships],
            crumbs=[Crumb(_("Opinions"), reverse("rectification:opinions"))],
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        for name, opens in (("open", True), ("shut", False)):
            node = self._asked(request.POST.get(name, ""))
            if node is not None:
                switch_online_intake(township=node, is_open=opens, by=self.user)
                messages.success(request, _told(opens))
        return HttpResponseRedirect(request.path)

    def _asked(self, value: str) -> Organisation | None:
        return next((node for node in self.townships if str(node.pk) == value), None)


class Poster(OpinionPageMixin, TemplateView):
    """The sheet of one branch; its picture leads to the form with the branch chosen."""

    template_name = "rectification/poster.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        branch = may_post(self.authority).filter(pk=kwargs["pk"]).first()
        if branch is None:
            raise Http404
        path = f"{address('workflows:opinion')}?{urlencode({ABOUT: branch.pk})}"
        leads_to = self.request.build_absolute_uri(path)
        return super().get_context_data(
            organisation=branch,
            address=leads_to,
            picture=picture_of(leads_to),
            is_open=taken_about().filter(pk=branch.pk).exists(),
            crumbs=[Crumb(_("Opinions"), reverse("rectification:opinions"))],
            **kwargs,
        )


class PaperFile(OpinionPageMixin, View):
    """The scan of a paper, for the intake officer of a case he finds anyway; noted each time."""

    def is_for_reader(self) -> bool:
        return bool(self.townships) and reads_opinions(self.person)

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        scan = PaperScan.objects.filter(pk=pk).first()
        if scan is None:
            raise Http404
        case = self.visible_case(scan.case_id)
        if not reads_what_came(case, self.authority):
            raise Http404
        try:
            content = open_scan(scan)
        except (FileNotFoundError, ValueError) as erased:
            raise Http404 from erased
        log_access(
            case=case,
            person=self.person,
            what=f"paper:{scan.pk}",
            capacity=by_office(self.authority, AccessPurpose.INTAKE, Role.OFF),
        )
        extension = scan.name.rpartition(".")[2]
        return hand_out(content, f"paper-{scan.pk}.{extension}", scan.content_type)


def _told(opens: bool) -> str:
    if opens:
        return _("Opinions are taken on the public page from now on.")
    return _("The public page takes nothing from now on and tells how to hand in on paper.")


def online_row(township: Organisation) -> Row:
    """Whether the page takes opinions, and who decided it."""
    opened = is_open(township)
    light = (
        Light(LightColour.GREEN, _("On"))
        if opened
        else Light(LightColour.GREY, _("Off: opinions come on paper"))
    )
    switched = last_switching(township)
    who = [switched.by, moment(switched.at)] if switched else [_("Never switched on")]
    return Row(
        title=township.name, light=light, meta=who, url=reverse("rectification:online_intake")
    )


def _switch(township: Organisation) -> Row:
    row = online_row(township)
    opened = is_open(township)
    act = Act(
        _("Switch off") if opened else _("Switch on"),
        kind=ActKind.POST,
        name="shut" if opened else "open",
        value=str(township.pk),
        due=not opened,
        about=township.name,
    )
    return Row(title=row.title, light=row.light, meta=row.meta, act=act)
