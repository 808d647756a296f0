"""人员: the list, searched by name or code, and one person's memberships and offices."""

from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView

from rectification.exceptions import NotVisible
from rectification.models import Appointment, Membership, Person
from rectification.selectors import roster
from rectification.web.parts import Act, Cell, CellKind, Column, Crumb, Row, Text
from rectification.web.rosters import RosterPageMixin, appointment_title, office_light
from rectification.wording import listed_apart

MEMBERSHIP_COLUMNS: Final = (
    Column(pgettext_lazy("roster", "Branch")),
    Column(gettext_lazy("kind")),
    Column(gettext_lazy("from"), CellKind.DATE),
    Column(gettext_lazy("until"), CellKind.DATE),
)
APPOINTMENT_COLUMNS: Final = (
    Column(pgettext_lazy("roster", "Office")),
    Column(pgettext_lazy("roster", "Organisation")),
    Column(gettext_lazy("from"), CellKind.DATE),
    Column(gettext_lazy("until"), CellKind.DATE),
    Column(pgettext_lazy("office", "Document")),
    Column(pgettext_lazy("roster", "State"), CellKind.SIGN),
)
LONGEST_SEARCH: Final = 60


class SearchForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Name or member code"), required=False, max_length=LONGEST_SEARCH
    )


class PeopleList(RosterPageMixin, TemplateView):
    template_name = "rectification/people.html"
    tab = "people"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "").strip()[:LONGEST_SEARCH]
        after = self.request.GET.get("after", "")
        found = roster.people_page(self.nodes, self.today, words=words, after=after)
        page = found[: roster.PAGE]
        kept = {"q": words} if words else {}
        more = urlencode({**kept, "after": page[-1].code}) if len(found) > len(page) else ""
        return super().get_context_data(
            rows=[_row(person) for person in page],
            form=SearchForm({"q": words}) if words else SearchForm(),
            words=words,
            act=Act(_("Enter an appointment"), reverse("rectification:new_appointment")),
            next_url=f"?{more}" if more else "",
            first_url=f"?{urlencode(kept)}" if after else "",
            **kwargs,
        )


def _row(person: Person) -> Row:
    """With the branch and the offices of the day, both prefetched."""
    branches = [membership.organisation.name for membership in person.memberships.all()]
    return Row(
        title=person.name,
        url=reverse("rectification:person", args=[person.pk]),
        meta=[person.code, *branches],
        note=listed_apart(appointment_title(office) for office in person.appointments.all()),
    )


class PersonPage(RosterPageMixin, TemplateView):
    """Where somebody belongs and what he holds, from when to when. Never a case."""

    template_name = "rectification/person.html"
    tab = "people"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = roster.people_in(self.nodes).filter(pk=kwargs["pk"]).first()
        if person is None:
            raise NotVisible
        enter = f"{reverse('rectification:new_appointment')}?{urlencode({'person': person.code})}"
        return super().get_context_data(
            shown=person,
            crumbs=[Crumb(_("People"), reverse("rectification:people"))],
            membership_columns=MEMBERSHIP_COLUMNS,
            memberships=[self._membership(row) for row in roster.memberships_of(person)],
            appointment_columns=APPOINTMENT_COLUMNS,
            appointments=[self._appointment(row) for row in roster.appointments_of(person)],
            act=Act(_("Enter an appointment"), enter),
            **kwargs,
        )

    def _membership(self, row: Membership) -> list[Cell | Text]:
        return [
            Cell(row.organisation.name, url=_page_of(row.organisation_id)),
            Cell(row.get_kind_display()),
            Cell(row.valid_from),
            Cell(row.valid_to or "—"),
        ]

    def _appointment(self, row: Appointment) -> list[Cell | Text]:
        duty = row.get_duty_display() if row.duty else ""
        return [
            Cell(row.get_role_display(), meta=duty, url=self._act_on(row)),
            Cell(row.organisation.name, url=_page_of(row.organisation_id)),
            Cell(row.valid_from),
            Cell(row.valid_to or "—"),
            Cell(row.mandate or "—"),
            Cell("", light=office_light(row, self.today), meta=row.refusal),
        ]

    def _act_on(self, row: Appointment) -> str:
        """An office that has not begun can be called off."""
        if roster.force_of(row, self.today) != roster.Force.NOT_BEGUN:
            return ""
        return reverse("rectification:call_off", args=[row.pk])


def _page_of(organisation_id: int) -> str:
    return reverse("rectification:organisation", args=[organisation_id])
