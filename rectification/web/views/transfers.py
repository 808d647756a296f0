"""移送登记: numbers of what was handed over, and for its receiver what was sealed with it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from rectification.acting import acting_as
from rectification.enums import AccessPurpose
from rectification.exceptions import NotVisible
from rectification.models import Opinion, PaperEntry, Person, Sealing, Transfer
from rectification.policies.actors import Actor
from rectification.policies.merging import entries_of
from rectification.policies.readings import by_office
from rectification.policies.sealing import reads_sealing
from rectification.policies.townships import office_for
from rectification.policies.transfers import reads_transfer
from rectification.roles import Role
from rectification.selectors import transfers as found
from rectification.services.reading import log_access
from rectification.services.transfers import acknowledge_transfer
from rectification.web.access import OwnPageMixin, address
from rectification.web.case_file import Facts
from rectification.web.dates import full_date, moment
from rectification.web.office_tabs import office_tabs
from rectification.web.parts import Cell, Column, Crumb, Light, LightColour, Row
from rectification.web.record_words import opened_words
from rectification.web.sealing_words import sealing_acts, sealing_facts, sealing_row

READER_COLUMNS = (Column(_("When")), Column(_("Who")), Column(_("What was opened or done")))


class Transfers(OwnPageMixin, TemplateView):
    """Numbers and days alone; nobody learns from them what was handed over."""

    http_method_names = ["get", "head", "options"]
    template_name = "rectification/transfers.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        roles = (Role.DIS, Role.OFF, Role.GEN)
        if request.user.is_authenticated and not any(map(self.authority.holds, roles)):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        receives = self.authority.holds(Role.DIS)
        return super().get_context_data(
            tabs=office_tabs(self.authority, "rectification:transfers"),
            transfers=[_row(row, linked=receives) for row in found.transfers_of(self.authority)],
            shows_transfers=receives or self.authority.holds(Role.OFF),
            sealings=[
                sealing_row(row, self.authority) for row in found.sealings_of(self.authority)
            ],
            seal_url=address("workflows:seal_case"),
            shows_sealings=self.authority.holds(Role.GEN) or self.authority.holds(Role.OFF),
            papers=[_paper(row) for row in found.papers_of(self.authority)],
            shows_papers=receives or self.authority.holds(Role.GEN),
            **kwargs,
        )


def _row(transfer: Transfer, *, linked: bool) -> Row:
    return Row(
        title=transfer.number,
        url=reverse("rectification:transfer", args=[transfer.pk]) if linked else "",
        light=_state(transfer),
        meta=[transfer.get_destination_display(), full_date(transfer.made_at)],
    )


def _state(transfer: Transfer) -> Light:
    if transfer.received_at is not None:
        return Light(LightColour.BLUE, _("Acknowledged"))
    return Light(LightColour.YELLOW, _("Not acknowledged yet"))


def _paper(entry: PaperEntry) -> Row:
    meta = [str(entry.get_ground_display()), full_date(entry.made_at)]
    return Row(title=entry.number, meta=meta)


class TransferPage(OwnPageMixin, TemplateView):
    """For whoever receives it; each reading is on record. Who reported is not told here."""

    http_method_names = ["get", "post", "head", "options"]
    template_name = "rectification/transfer.html"

    @cached_property
    def transfer(self) -> Transfer:
        row = found.transfer_by_id(self.kwargs["pk"])
        if row is None or not reads_transfer(row, self.authority):
            raise NotVisible
        return row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        transfer = self.transfer
        log_access(
            case=transfer.case,
            person=self.person,
            what=f"transfer:{transfer.pk}",
            capacity=by_office(self.authority, AccessPurpose.HANDED_OVER, Role.DIS, Role.OFF),
        )
        return super().get_context_data(
            transfer=transfer,
            light=_state(transfer),
            facts=_facts(transfer),
            texts=_texts(transfer),
            crumbs=[Crumb(_("Handed over"), reverse("rectification:transfers"))],
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        office = office_for(self.transfer.case, self.authority, Role.DIS)
        actor = Actor(person=self.person, role=Role.DIS, organisation=office.organisation)
        with acting_as(self.user.pk):
            acknowledge_transfer(transfer=self.transfer, actor=actor)
        messages.success(request, gettext("Acknowledged."))
        return HttpResponseRedirect(reverse("rectification:transfer", args=[pk]))


class SealingPage(OwnPageMixin, TemplateView):
    """For the secrecy officer, to be printed: who had read the case, and not a word of it."""

    http_method_names = ["get", "head", "options"]
    template_name = "rectification/sealing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Sealing.objects.select_related("case", "made_by", "confirmed_by")
        sealing = rows.filter(pk=kwargs["pk"]).first()
        if sealing is None or not reads_sealing(sealing, self.authority):
            raise NotVisible
        return super().get_context_data(
            sealing=sealing,
            facts=sealing_facts(sealing),
            acts=sealing_acts(sealing),
            columns=READER_COLUMNS,
            rows=[
                [Cell(moment(at)), Cell(_reader(person)), Cell(opened_words(what))]
                for at, person, what in found.readers_of(sealing.case)
            ],
            crumbs=[Crumb(_("Handed over"), reverse("rectification:transfers"))],
            **kwargs,
        )


def _reader(person: Person | None) -> str:
    return person.name if person is not None else str(_("Whoever runs the server"))


def _facts(transfer: Transfer) -> Facts:
    case = transfer.case
    owner, person = case.owner_organisation, case.owner_person
    return [
        (_("Ground"), transfer.get_ground_display()),
        (_("Handed over on"), moment(transfer.made_at)),
        (_("Responsible organisation"), owner.name if owner else ""),
        (_("Person concerned"), person.name if person else ""),
        (_("Source"), case.get_source_display()),
        (_("Found on"), case.found_on),
    ]


def _texts(transfer: Transfer) -> list[str]:
    """What was reported, in its own words; of reports that had joined, those as well."""
    cases = [transfer.case, *entries_of(transfer.case)]
    said = dict(Opinion.objects.filter(case__in=cases).values_list("case_id", "text"))
    return [said.get(case.pk) or f"{case.title}\n{case.description}" for case in cases]
