"""Forms for changes of people and branches; each knows the one move it makes."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.enums import AbsenceKind, OrganisationKind
from rectification.models import Absence, Appointment, Membership, Organisation, Person, User
from rectification.policies.authority import committee_above, members_of, offices_on
from rectification.policies.days import not_ended_by, today, valid_on
from rectification.policies.delegation import people_below
from rectification.policies.owners import open_organisations
from workflows.forms.choices import OrganisationField, PersonField, named, narrow
from workflows.moves.branches import merge_branches, split_branch
from workflows.moves.handover import HandOver
from workflows.moves.members import member_leaves, transfer_member
from workflows.moves.offices import enter_succession, foresee_succession
from workflows.moves.suspensions import reinstate_member, suspend_member
from workflows.web.move_fields import HolderField, OfficeField, SuspensionField, day_field

_BRANCHES = (OrganisationKind.BRANCH, OrganisationKind.GENERAL_BRANCH)


def _branches(office: Organisation) -> QuerySet[Organisation]:
    return open_organisations(office, today()).filter(kind__in=_BRANCHES)


def _members(office: Organisation) -> QuerySet[Person]:
    here = Membership.objects.filter(
        organisation__path__startswith=committee_above(office).path, valid_to__isnull=True
    )
    return Person.objects.filter(pk__in=here.values("person")).order_by("code")


def _offices(office: Organisation) -> QuerySet[Appointment]:
    """Also of somebody who is suspended: then above all somebody follows him."""
    held = Appointment.objects.filter(
        valid_on(today()),
        organisation__path__startswith=committee_above(office).path,
        confirmed_at__isnull=False,
    )
    return held.select_related("person", "organisation").order_by("organisation__code", "pk")


def _holders(office: Organisation) -> QuerySet[Person]:
    held = offices_on(today()).filter(organisation__path__startswith=committee_above(office).path)
    return Person.objects.filter(pk__in=held.values("person")).order_by("code")


def _suspensions(office: Organisation) -> QuerySet[Absence]:
    people = people_below(committee_above(office), today())
    rows = Absence.objects.filter(
        not_ended_by(today()), kind=AbsenceKind.SUSPENSION, person__in=people.values("pk")
    )
    return rows.exclude(valid_to__lt=today()).select_related("person").order_by("valid_from", "pk")


OFFERED: Final[dict[type[forms.Field], Callable[[Organisation], QuerySet[Any]]]] = {
    OrganisationField: _branches,
    PersonField: _members,
    HolderField: _holders,
    OfficeField: _offices,
    SuspensionField: _suspensions,
}
"""What each kind of field offers to the office that enters the change: only its own township."""


class MoveForm(forms.Form):
    """`office` enters the change, for its own township."""

    title: str | Promise = ""
    intro: str | Promise = ""
    button: str | Promise = _("Confirm the change")
    done: str | Promise = _("Done. Those concerned were told.")

    def __init__(self, *args: Any, office: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if type(field) in OFFERED:
                narrow(field, OFFERED[type(field)](office))
                field.required = True

    def run(self, user: User) -> HandOver:
        raise ImproperlyConfigured(f"{type(self).__name__} makes no move")

    def foresee(self, user: User) -> HandOver:
        """What the preview makes and takes back again."""
        return self.run(user)


class PersonMoveForm(MoveForm):
    """A change of one member from a day on."""

    person = PersonField(label=_("Member"))
    on = day_field(_("From"))


class AnnouncedMoveForm(PersonMoveForm):
    """Its day may be one to come: the preview shows what the change would do today."""

    def foresee(self, user: User) -> HandOver:
        self.cleaned_data["on"] = min(self.cleaned_data["on"], today())
        return self.run(user)


class TransferForm(AnnouncedMoveForm):
    title = _("Transfer a member")
    intro = _(
        "His open cases go with him. Approvals already given stand; what is still open is decided "
        "by the new branch. The former secretary no longer sees the cases."
    )
    field_order = ("person", "to", "on")

    to = OrganisationField(label=_("New branch"))

    def run(self, user: User) -> HandOver:
        return transfer_member(user=user, **self.cleaned_data)


class DepartureForm(PersonMoveForm):
    title = _("A member leaves")
    intro = _(
        "Membership and offices end the day before, the account is closed on that day. The office "
        "is told of his own open cases and may propose to end them."
    )

    def run(self, user: User) -> HandOver:
        return member_leaves(user=user, **self.cleaned_data)


class SuspensionForm(AnnouncedMoveForm):
    title = _("Suspend somebody from his offices")
    intro = _(
        "His offices give him no rights and their open steps go to whoever is next. His rights as "
        "a member stay: he works on his own case, comments, objects, asks for recusal. He is told."
    )

    person = HolderField(label=_("Who is suspended"))
    until = forms.DateField(
        label=pgettext_lazy("period", "Until"),
        required=False,
        help_text=_("Leave it open where the last day is not known; end it when he is back."),
    )

    def run(self, user: User) -> HandOver:
        return suspend_member(user=user, **self.cleaned_data)


class ReinstatementForm(MoveForm):
    title = _("End a suspension")
    intro = _(
        "From today his offices give their rights again and their open steps come back; what "
        "others decided meanwhile stands. He is told."
    )

    absence = SuspensionField(label=_("Who is suspended"))

    def run(self, user: User) -> HandOver:
        return reinstate_member(user=user, **self.cleaned_data)


class SuccessionForm(MoveForm):
    title = _("Succession in an office")
    intro = _(
        "The present holder stays until a second person has confirmed the successor; then the "
        "open steps of the office are the successor's. Former acts remain under the former name "
        "and office."
    )
    button = _("Enter, for a second person to confirm")
    done = _("Entered. It takes effect once a second person has confirmed it.")

    office = OfficeField(label=_("Office and present holder"))
    successor = PersonField(label=pgettext_lazy("office", "Successor"))
    on = day_field(_("First day of the successor"))
    mandate = forms.CharField(
        label=pgettext_lazy("office", "Document"),
        required=False,
        max_length=80,
        help_text=_("Number of the document of appointment."),
    )

    def run(self, user: User) -> HandOver:
        enter_succession(user=user, **self.cleaned_data)
        return HandOver()

    def foresee(self, user: User) -> HandOver:
        appointment = enter_succession(user=user, **self.cleaned_data)
        return foresee_succession(user=user, appointment=appointment)


class MergerForm(MoveForm):
    title = _("Merge a branch into another")
    intro = _(
        "Members and open cases go to the successor, who claims the cases anew within three "
        "working days. Closed cases keep the old name; running notices run on."
    )

    organisation = OrganisationField(label=_("Branch that closes"))
    successor = OrganisationField(label=_("Successor"))
    on = day_field(_("From"))

    def run(self, user: User) -> HandOver:
        return merge_branches(user=user, **self.cleaned_data)


class SplitForm(MoveForm):
    """The members are listed once the branch is chosen."""

    title = _("Split a branch")
    intro = _(
        "The branch closes and two new ones take its place. For each open case the leading group "
        "office decides which of them has it."
    )

    organisation = OrganisationField(label=_("Branch that closes"))
    on = day_field(_("From"))
    first_code = forms.CharField(label=_("Code of the first"), max_length=32)
    first_name = forms.CharField(label=_("Name of the first"), max_length=120)
    second_code = forms.CharField(label=_("Code of the second"), max_length=32)
    second_name = forms.CharField(label=_("Name of the second"), max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people: list[Person] = []
        branch = self._branch()
        if branch is not None:
            self.people = list(members_of(branch, today()))
        for person in self.people:
            self.fields[f"member-{person.pk}"] = forms.ChoiceField(
                label=named(person),
                choices=[("first", _("First")), ("second", _("Second"))],
                widget=forms.RadioSelect,
            )

    def _branch(self) -> Organisation | None:
        chosen = self["organisation"].value()
        try:
            found: Organisation | None = self.fields["organisation"].clean(chosen)
        except forms.ValidationError:
            return None
        return found

    def run(self, user: User) -> HandOver:
        data = self.cleaned_data
        codes = {"first": data["first_code"], "second": data["second_code"]}
        on: date = data["on"]
        return split_branch(
            user=user,
            organisation=data["organisation"],
            successors={
                data["first_code"]: data["first_name"],
                data["second_code"]: data["second_name"],
            },
            members={person: codes[data[f"member-{person.pk}"]] for person in self.people},
            on=on,
        )
