"""公示登记: what was shown at meetings and on sheets, entering it, and the sheet to print."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from rectification.acting import acting_as
from rectification.exceptions import CaseError, NotVisible
from rectification.models import Notice, Organisation, Posting
from rectification.policies.postings import posting_places
from rectification.policies.reasons import Reason
from rectification.selectors.notices import OPEN_TO_LINK
from rectification.selectors.postings import (
    PAGE,
    notices_for,
    page_of_postings,
    planned_for,
    postings_of,
    records_for,
    shown_by,
)
from rectification.services.postings import enter_posting
from rectification.web.access import FORM, READING, LimitedPageMixin, before_of, row_key
from rectification.web.board_tabs import POSTINGS, board_tabs
from rectification.web.dates import full_date, list_date, moment
from rectification.web.kept import written
from rectification.web.parts import Act, ActKind, Crumb, Row, Text
from rectification.web.pictures import picture_of
from rectification.web.posting_forms import PostingForm
from rectification.web.refusing import refuse
from rectification.web.sheets import PrintedNotice, notice_sheet

ENTER: Text = gettext_lazy("Enter what was shown")


class PostingsPageMixin(LimitedPageMixin):
    """For those who enter postings of some organisation; for everybody else not there."""

    def is_open(self) -> bool:
        return bool(self.places)

    @cached_property
    def places(self) -> list[Organisation]:
        return posting_places(self.authority.appointments)

    @property
    def crumbs(self) -> list[Crumb]:
        return [Crumb(POSTINGS, reverse("rectification:postings"))]


class Postings(PostingsPageMixin, TemplateView):
    """Last entered first."""

    http_method_names = READING
    template_name = "rectification/beside_board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before_id = before_of(self.request)
        rows = page_of_postings(self.places, before_id)
        page = rows[:PAGE]
        return super().get_context_data(
            title=POSTINGS,
            sub=_(
                "Notices that were read out at a meeting or hung up on a sheet, several at once."
            ),
            tabs=board_tabs(self.authority, "rectification:postings"),
            rows=[_row(posting) for posting in page],
            act=Act(ENTER, reverse("rectification:new_posting"), due=True),
            empty_title=_("Nothing is entered yet"),
            empty_hint=_(
                "After the theme day or another meeting, enter which notices were commented on "
                "and how many were present."
            ),
            next_url=f"?before={page[-1].pk}" if len(rows) > PAGE else "",
            first_url=self.request.path if before_id is not None else "",
            **kwargs,
        )


def _row(posting: Posting) -> Row:
    return Row(
        title=_title(posting),
        url=reverse("rectification:posting", args=[posting.pk]),
        meta=[
            list_date(posting.held_on),
            _carried(posting),
            _("entered by %(name)s") % {"name": posting.entered_by.name},
        ],
    )


def _title(posting: Posting) -> str:
    return f"{posting.organisation.name} {posting.get_channel_display()}"


def _carried(posting: Posting) -> str:
    """Whatever is not on the reader's board is counted all the same, and no more is said."""
    number = len(posting.channels.all())
    if not number:
        return _("entered anew since")
    return _("notices: %(number)d") % {"number": number}


class NewPosting(PostingsPageMixin, TemplateView):
    """Which organisation, where there are several; then the one form."""

    http_method_names = FORM

    def get_template_names(self) -> list[str]:
        if self.organisation is None:
            return ["rectification/posting_places.html"]
        return ["rectification/form_or_reason.html"]

    @cached_property
    def organisation(self) -> Organisation | None:
        asked = self.request.GET.get("organisation", "")
        if not asked:
            return self.places[0] if len(self.places) == 1 else None
        found = next((place for place in self.places if place.pk == row_key(asked)), None)
        if found is None:
            raise NotVisible
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"title": ENTER, "crumbs": self.crumbs, **kwargs}
        if self.organisation is None:
            path = self.request.path
            rows = [Row(place.name, f"{path}?organisation={place.pk}") for place in self.places]
            sub = _("Whose notices were shown?")
            return super().get_context_data(rows=rows, sub=sub, **context)
        form = context.pop("form", None) or self.form(written(self.request), self.organisation)
        why_not = _why_not(form)
        acts = [Act(_("Back"), reverse("rectification:postings"))]
        if why_not is None:
            acts.insert(0, Act(_("Keep it"), kind=ActKind.SUBMIT, due=True))
        return super().get_context_data(
            form=form, sub=self.organisation.name, acts=acts, why_not=why_not, **context
        )

    def form(self, data: Any, organisation: Organisation) -> PostingForm:
        notices = notices_for(organisation, self.user, self.authority)
        return PostingForm(
            data,
            notices=notices,
            planned=planned_for(notices),
            records=records_for(organisation, self.authority),
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        if self.organisation is None:
            return self.render_to_response(self.get_context_data(), status=422)
        form = self.form(request.POST, self.organisation)
        if form.is_valid():
            try:
                with acting_as(self.user.pk):
                    posting = enter_posting(
                        by=self.user,
                        organisation=self.organisation,
                        notices=form.cleaned_data["notices"],
                        shown=form.shown,
                        page=form.cleaned_data["page"],
                    )
            except CaseError as error:
                refuse(form, error)
                if "again" in form.errors:
                    form.ask_again()
            else:
                messages.success(request, _("Kept, and noted in the record of each case."))
                url = reverse("rectification:posting", args=[posting.pk])
                return HttpResponseRedirect(url)
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _why_not(form: PostingForm) -> Reason | None:
    if form["notices"].subwidgets:
        return None
    text = _("No notice of this organisation that you may read is on the board at present.")
    return Reason(text, "4.6")


class PostingPageMixin(PostingsPageMixin):
    @cached_property
    def posting(self) -> Posting:
        found = postings_of(self.places).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotVisible
        return found

    @cached_property
    def notices(self) -> list[Notice]:
        return shown_by(self.posting, self.user, self.authority)

    @property
    def printed(self) -> list[Notice]:
        """For the board before everybody: those of members alone are not on it."""
        return [notice for notice in self.notices if notice.decision.scope in OPEN_TO_LINK]


class PostingPage(PostingPageMixin, TemplateView):
    """One posting: when, before how many, by whom entered, and its notices."""

    http_method_names = READING
    template_name = "rectification/posting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        posting = self.posting
        sheet = Act(
            _("Print the sheet"),
            reverse("rectification:posting_sheet", args=[posting.pk]),
            due=True,
        )
        return super().get_context_data(
            title=_title(posting),
            crumbs=self.crumbs,
            facts=_facts(posting),
            sheets=[
                notice_sheet(notice, today=self.today, calendar=self.calendar)
                for notice in self.notices
            ],
            act=sheet if self.printed else None,
            **kwargs,
        )


def _facts(posting: Posting) -> list[tuple[Text, Any]]:
    at = _("%(moment)s by %(name)s") % {
        "moment": moment(posting.entered_at),
        "name": posting.entered_by.name,
    }
    meeting = posting.occasion
    return [
        (_("Day"), posting.held_on),
        (_("Number of those present"), posting.attendance),
        (_("Record of the meeting"), str(meeting.get_kind_display()) if meeting else ""),
        (_("Where the record is kept"), posting.record),
        (_("Notices"), _carried(posting)),
        (_("Entered"), at),
    ]


class PostingSheet(PostingPageMixin, TemplateView):
    """A4, to be printed and hung up: the notices that residents read, each with its picture."""

    http_method_names = READING
    template_name = "rectification/posting_sheet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.printed:
            raise Http404
        posting = self.posting
        home = reverse("rectification:posting", args=[posting.pk])
        return super().get_context_data(
            crumbs=[*self.crumbs, Crumb(_title(posting), home)],
            organisation=posting.organisation,
            day=full_date(posting.held_on),
            printed=[self._printed(notice) for notice in self.printed],
            **kwargs,
        )

    def _printed(self, notice: Notice) -> PrintedNotice:
        path = reverse("rectification:sheet", args=[notice.token])
        sheet = notice_sheet(
            notice, today=self.today, calendar=self.calendar, full=True, by_link=True
        )
        return PrintedNotice(sheet, picture_of(self.request.build_absolute_uri(path)))
