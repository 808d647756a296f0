"""记录导出 and 封存周报: what an auditor takes out, who took what, and the sheet of the week."""

from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import TemplateView

from rectification.acting import acting_as
from rectification.audit.codes import code_of
from rectification.models import Organisation
from rectification.policies.actors import Actor
from rectification.policies.exports import keeps_seals, may_export
from rectification.roles import Role
from rectification.selectors.exports import page_of_exports
from rectification.selectors.seals import week_of_seals
from rectification.services.records_export import export_records
from rectification.web import record_words
from rectification.web.access import READING, LimitedPageMixin
from rectification.web.dates import full_date, time_of_day
from rectification.web.export_forms import ExportForm
from rectification.web.handing_out import hand_out
from rectification.web.kept import written
from rectification.web.parts import Act, ActKind, Crumb, Text
from rectification.web.record_words import DayFilter
from rectification.web.views.records import RecordList

_DAY: Final = timedelta(days=1)
_TAKE: Text = gettext_lazy("Take records out")


class Exports(RecordList):
    """Every export that was ever made."""

    address = "rectification:records_exports"
    filter_class = DayFilter
    columns = record_words.EXPORT_COLUMNS
    read = staticmethod(page_of_exports)
    row = staticmethod(record_words.export_row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        act = Act(_TAKE, reverse("rectification:take_records"), due=True)
        return super().get_context_data(act=act, **kwargs)


class TakeRecords(LimitedPageMixin, TemplateView):
    """One case or one period as a file, without a word that anybody wrote."""

    template_name = "rectification/take_records.html"

    def is_open(self) -> bool:
        return may_export(self.authority)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        home = reverse("rectification:records_exports")
        kwargs.setdefault("form", ExportForm(written(self.request), authority=self.authority))
        return super().get_context_data(
            title=_TAKE,
            crumbs=[
                Crumb(_("Records"), reverse("rectification:records")),
                Crumb(pgettext("audit", "Exports"), home),
            ],
            acts=[Act(_("Take the file"), kind=ActKind.SUBMIT, due=True), Act(_("Back"), home)],
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = ExportForm(request.POST, authority=self.authority)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        return self._file(form)

    def _file(self, form: ExportForm) -> HttpResponseBase:
        """Written down before the first byte of it leaves."""
        file = TemporaryFile()  # noqa: SIM115 - the response closes it
        with acting_as(self.user.pk):
            export = export_records(
                into=file,
                cases=form.cases,
                about=form.about,
                actor=self._actor(),
                purpose=form.cleaned_data["purpose"],
                basis=form.cleaned_data["basis"],
                with_register=form.is_period,
            )
        file.seek(0)
        name = f"records-{export.about.replace('/', '_')}.zip"
        return hand_out(file, name, "application/zip")

    def _actor(self) -> Actor:
        office = next(held for held in self.authority.appointments if held.role == Role.AUD)
        return Actor(person=self.person, role=Role.AUD, organisation=office.jurisdiction)


class SealSheet(LimitedPageMixin, TemplateView):
    """The code of the last checkpoint of a week, to be printed and kept on paper."""

    http_method_names = READING
    template_name = "rectification/seal_sheet.html"

    def is_open(self) -> bool:
        return keeps_seals(self.authority)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        this = week_of_seals(self.today)
        is_last = "last" in self.request.GET
        week = week_of_seals(this.first - _DAY) if is_last else this
        here = reverse("rectification:seal_sheet")
        other = Act(_("This week"), here) if is_last else Act(_("Last week"), f"{here}?last=1")
        last = week.last
        return super().get_context_data(
            crumbs=self._crumbs(),
            other=other,
            days=f"{full_date(week.first)} – {full_date(week.last_day)}",
            code=code_of(last) if last else "",
            facts=[
                (_("Checkpoint"), _("no. %(number)d") % {"number": last.number} if last else ""),
                (_("Sealed at"), _on_paper(last.at) if last else ""),
                (_("Checkpoints of the week"), str(week.checkpoints)),
                (_("Chains sealed in the week"), str(week.heads)),
                (_("Printed on"), full_date(self.today)),
            ],
            office=self._office(),
            **kwargs,
        )

    def _crumbs(self) -> list[Crumb]:
        if may_export(self.authority):
            return [Crumb(_("Records"), reverse("rectification:records"))]
        return [Crumb(_("My week"), reverse("rectification:week"))]

    def _office(self) -> Organisation | None:
        roles = (Role.AUD, Role.OFF, Role.DIS)
        held = (a for a in self.authority.appointments if a.role in roles)
        return next((office.jurisdiction for office in held), None)


def _on_paper(at: datetime) -> str:
    """With the year: the sheet is read years later."""
    return f"{full_date(at)} {time_of_day(at)}"
