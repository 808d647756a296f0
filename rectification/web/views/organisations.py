"""组织: the tree as of a day, and one organisation with its offices and members."""

from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.generic import TemplateView

from rectification.enums import OrganisationKind
from rectification.exceptions import NotVisible
from rectification.models import Membership, Organisation
from rectification.selectors import roster
from rectification.web.dates import full_date
from rectification.web.parts import (
    Cell,
    CellKind,
    Column,
    Crumb,
    Light,
    LightColour,
    Text,
    TreeNode,
)
from rectification.web.rosters import RosterPageMixin, day_of, office_light
from rectification.wording import listed

OFFICE_COLUMNS: Final = (
    Column(pgettext_lazy("roster", "Office")),
    Column(pgettext_lazy("roster", "Person")),
    Column(gettext_lazy("from"), CellKind.DATE),
    Column(gettext_lazy("until"), CellKind.DATE),
    Column(pgettext_lazy("office", "Document")),
    Column(pgettext_lazy("roster", "State"), CellKind.SIGN),
)
MEMBER_COLUMNS: Final = (
    Column(pgettext_lazy("roster", "Name")),
    Column(gettext_lazy("member code")),
    Column(gettext_lazy("kind")),
    Column(gettext_lazy("from"), CellKind.DATE),
)


class DayForm(forms.Form):
    """As of which day the page is shown."""

    on = forms.DateField(label=gettext_lazy("As of"), required=False, widget=forms.DateInput)


class OrganisationTree(RosterPageMixin, TemplateView):
    template_name = "rectification/organisations.html"
    tab = "organisations"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = day_of(self.request, self.today)
        roots = roster.tree_on(self.nodes, day)
        form = DayForm(self.request.GET) if "on" in self.request.GET else DayForm()
        return super().get_context_data(
            tree=[_tree_node(root, day, self.today) for root in roots],
            day=day,
            is_past=day != self.today,
            form=form,
            **kwargs,
        )


def _tree_node(node: roster.Node, day: date, today: date) -> TreeNode:
    organisation = node.organisation
    url = reverse("rectification:organisation", args=[organisation.pk])
    return TreeNode(
        title=organisation.name,
        url=url if day == today else f"{url}?{urlencode({'on': day.isoformat()})}",
        meta=[organisation.code, *_standing(node)],
        light=_closing_light(organisation, day),
        below=[_tree_node(below, day, today) for below in node.below],
    )


def _standing(node: roster.Node) -> list[Text]:
    """Secretary and members, of those that have any."""
    if node.organisation.kind not in OrganisationKind.party_units():
        return [node.organisation.get_kind_display()]
    names = listed(person.name for person in node.leaders)
    leader = _("secretary: %(name)s") % {"name": names} if names else _("no secretary")
    if node.organisation.kind != OrganisationKind.BRANCH:
        return [leader]
    members = ngettext("%(count)d member", "%(count)d members", node.members)
    return [leader, members % {"count": node.members}]


def _closing_light(organisation: Organisation, day: date) -> Light | None:
    """Only what has ended, or is about to, bears a light."""
    closed = organisation.closed_on
    if closed is None:
        return None
    if closed < day:
        return Light(LightColour.GREY, pgettext_lazy("organisation", "Closed"))
    word = _("until %(day)s") % {"day": full_date(closed)}
    return Light(LightColour.YELLOW, word)


class OrganisationPage(RosterPageMixin, TemplateView):
    template_name = "rectification/organisation.html"
    tab = "organisations"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation = roster.organisation_in(self.nodes, kwargs["pk"])
        if organisation is None:
            raise NotVisible
        day, after = day_of(self.request, self.today), self.request.GET.get("after", "")
        found = roster.members_page(organisation, day, after=after)
        page = found[: roster.PAGE]
        on = {} if day == self.today else {"on": day.isoformat()}
        more = urlencode({**on, "after": page[-1].person.code}) if len(found) > len(page) else ""
        return super().get_context_data(
            organisation=organisation,
            crumbs=[Crumb(_("Organisations"), reverse("rectification:organisations"))],
            facts=_facts(organisation, day),
            light=_closing_light(organisation, day),
            day=day,
            is_past=day != self.today,
            below=roster.children_on(organisation, day),
            office_columns=OFFICE_COLUMNS,
            offices=[_office(row, day) for row in roster.offices_on(organisation, day)],
            member_columns=MEMBER_COLUMNS,
            members=[_member(row) for row in page],
            member_count=roster.member_count(organisation, day),
            next_url=f"?{more}" if more else "",
            first_url=f"?{urlencode(on)}" if after else "",
            **kwargs,
        )


def _facts(organisation: Organisation, day: date) -> list[tuple[Text, Any]]:
    edges = organisation.parent_edges.all()
    above = [
        edge.parent.name
        for edge in edges
        if edge.valid_from <= day and (edge.valid_to is None or edge.valid_to >= day)
    ]
    aliases = listed(alias.name for alias in organisation.aliases.all())
    successor = organisation.succeeded_by.name if organisation.succeeded_by else ""
    return [
        (_("code"), organisation.code),
        (_("kind"), organisation.get_kind_display()),
        (_("sector"), organisation.get_sector_display()),
        (_("parent"), listed(above)),
        (_("aliases"), aliases),
        (_("from"), organisation.opened_on),
        (_("until"), organisation.closed_on),
        (_("successor"), successor),
    ]


def _office(row: Any, day: date) -> list[Cell | Text]:
    duty = row.get_duty_display() if row.duty else ""
    return [
        Cell(row.get_role_display(), meta=duty),
        Cell(row.person.name, url=reverse("rectification:person", args=[row.person_id])),
        Cell(row.valid_from),
        Cell(row.valid_to or "—"),
        Cell(row.mandate or "—"),
        Cell("", light=office_light(row, day)),
    ]


def _member(row: Membership) -> list[Cell | Text]:
    return [
        Cell(row.person.name, url=reverse("rectification:person", args=[row.person_id])),
        Cell(row.person.code),
        Cell(row.get_kind_display()),
        Cell(row.valid_from),
    ]
