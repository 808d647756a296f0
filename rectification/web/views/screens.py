"""公示屏: the screens of an organisation, a new one, one of them, and what it shows."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.generic import TemplateView

from rectification.acting import acting_as
from rectification.exceptions import CaseError, NotVisible
from rectification.models import Notice, Organisation, Screen
from rectification.policies.screens import closed_places, is_on, screen_places
from rectification.selectors.screens import notices_on, screens_of
from rectification.services.screens import open_screen, register_screen, revoke_screen
from rectification.web.access import FORM, READING, LimitedPageMixin
from rectification.web.board_tabs import SCREENS, board_tabs
from rectification.web.dates import list_date, moment
from rectification.web.kept import written
from rectification.web.parts import Act, ActKind, Crumb, Light, LightColour, Row, Text
from rectification.web.pictures import picture_of
from rectification.web.refusing import refuse
from rectification.web.screen_pages import SECONDS, ScreenPage, page_at, parts_of
from rectification.web.views.board import PublicPage

REGISTER: Text = gettext_lazy("Register a screen")


class ScreenForm(forms.Form):
    """`cleaned_data` holds the arguments of `services.screens.register_screen`."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Whose notices it shows"),
        queryset=Organisation.objects.none(),
        empty_label=gettext_lazy("Please choose"),
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the screen"),
        max_length=40,
        help_text=gettext_lazy("As people on the spot call it."),
    )
    place = forms.CharField(label=pgettext_lazy("screen", "Where it stands"), max_length=50)
    page = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(pk__in=[place.pk for place in places])
        self.fields["organisation"].queryset = rows.order_by("code")  # type: ignore[attr-defined]
        if len(places) == 1:
            self.initial["organisation"] = places[0].pk


class ScreensPageMixin(LimitedPageMixin):
    """For those who keep screens of some organisation; for everybody else not there."""

    def is_open(self) -> bool:
        return bool(self.places)

    @cached_property
    def places(self) -> list[Organisation]:
        return screen_places(self.authority.appointments)

    @cached_property
    def revocable(self) -> list[Organisation]:
        return [*self.places, *closed_places(self.authority.appointments)]

    @property
    def crumbs(self) -> list[Crumb]:
        return [Crumb(SCREENS, reverse("rectification:screens"))]


class Screens(ScreensPageMixin, TemplateView):
    http_method_names = READING
    template_name = "rectification/beside_board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=SCREENS,
            sub=_(
                "A screen on the spot shows residents the running notices of one organisation, "
                "without an account."
            ),
            tabs=board_tabs(self.authority, "rectification:screens"),
            rows=[_row(screen) for screen in screens_of(self.revocable)],
            act=Act(REGISTER, reverse("rectification:new_screen"), due=True),
            empty_title=_("No screen is registered"),
            empty_hint=_("Register one, and open its link in the browser of the screen."),
            **kwargs,
        )


def _row(screen: Screen) -> Row:
    return Row(
        title=screen.name,
        url=reverse("rectification:screen", args=[screen.pk]),
        light=_light(screen),
        meta=[screen.organisation.name, screen.place, _seen(screen)],
    )


def _light(screen: Screen) -> Light:
    if is_on(screen):
        return Light(LightColour.GREEN, pgettext("screen", "In use"))
    return Light(LightColour.GREY, pgettext("screen", "Revoked"))


def _seen(screen: Screen) -> str:
    if screen.last_seen_on is None:
        return _("Not opened yet")
    return _("Last opened on %(day)s") % {"day": list_date(screen.last_seen_on)}


class NewScreen(ScreensPageMixin, TemplateView):
    """Register one; the answer shows its link, this once."""

    http_method_names = FORM
    template_name = "rectification/form_or_reason.html"

    def form(self, data: Any) -> ScreenForm:
        return ScreenForm(data, places=self.places)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form(written(self.request)))
        acts = [
            Act(REGISTER, kind=ActKind.SUBMIT, due=True),
            Act(_("Back"), reverse("rectification:screens")),
        ]
        intro = _("It shows running notices for residents and the general public, and no others.")
        return super().get_context_data(
            title=REGISTER, crumbs=self.crumbs, intro=intro, acts=acts, **kwargs
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                with acting_as(self.user.pk):
                    screen, token = register_screen(by=self.person, **form.cleaned_data)
            except CaseError as error:
                refuse(form, error)
            else:
                return self._show_once(screen, token)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _show_once(self, screen: Screen, token: str) -> HttpResponse:
        url = self.request.build_absolute_uri(reverse("rectification:on_screen", args=[token]))
        context = {
            "title": screen.name,
            "crumbs": self.crumbs,
            "facts": _facts(screen),
            "url": url,
            "picture": picture_of(url),
        }
        self.template_name = "rectification/screen.html"
        return self.render_to_response(super().get_context_data(**context))


def _facts(screen: Screen) -> list[tuple[Text, Any]]:
    facts: list[tuple[Text, Any]] = [
        (gettext_lazy("Whose notices it shows"), screen.organisation.name),
        (pgettext_lazy("screen", "Where it stands"), screen.place),
        (_("Registered"), _by(screen.registered_by.name, screen.registered_at)),
    ]
    if screen.revoked_by is not None:
        facts.append(
            (pgettext("screen", "Revoked"), _by(screen.revoked_by.name, screen.revoked_at))
        )
    return facts


def _by(name: str, at: Any) -> str:
    return _("%(moment)s by %(name)s") % {"moment": moment(at), "name": name}


class ScreenPageOf(ScreensPageMixin, TemplateView):
    """One screen: where it stands, since when, and revoking it."""

    http_method_names = FORM
    template_name = "rectification/screen.html"

    @cached_property
    def screen(self) -> Screen:
        found = screens_of(self.revocable).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotVisible
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        screen = self.screen
        revoke = Act(
            _("Revoke the screen"), self.request.path, ActKind.POST, name="act", value="revoke"
        )
        return super().get_context_data(
            title=screen.name,
            crumbs=self.crumbs,
            light=_light(screen),
            facts=_facts(screen),
            seen=_seen(screen),
            acts=[revoke] if is_on(screen) else [],
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        screen = self.screen
        if request.POST.get("act") == "revoke":
            self.attempt(
                lambda: revoke_screen(screen=screen, by=self.person),
                _("Revoked. Its link opens nothing any more."),
            )
        return HttpResponseRedirect(request.path)


class OnScreen(PublicPage):
    """One part of one notice after the other; the page asks for the next one by itself."""

    http_method_names = READING
    template_name = "rectification/on_screen.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Its address is its key, and is told to no log with the style sheets it asks for."""
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            screen = open_screen(token=kwargs["token"])
        except NotVisible as hidden:
            raise Http404 from hidden
        notices = notices_on(screen)
        at = self._at()
        return super().get_context_data(
            organisation=screen.organisation,
            shown=self._part(notices, at) if notices else None,
            next_url=f"?at={at + 1}",
            seconds=SECONDS,
            **kwargs,
        )

    def _at(self) -> int:
        value = self.request.GET.get("at", "")
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 9 else 0

    def _part(self, notices: list[Notice], at: int) -> ScreenPage:
        texts = [parts_of(notice.decision.text) for notice in notices]
        which, part = page_at(at, [len(parts) for parts in texts])
        notice = notices[which]
        path = reverse("rectification:sheet", args=[notice.token])
        address = self.request.build_absolute_uri(path)
        return ScreenPage(
            sheet=self.sheet(notice, full=True, by_link=True),
            part=texts[which][part],
            number=part + 1,
            parts=len(texts[which]),
            address=address,
            picture=picture_of(address),
        )
