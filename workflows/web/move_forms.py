"""Forms for changes of people and branches; each knows the one move it makes."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rectification.enums import OrganisationKind
from rectification.models import Membership, Organisation, Person, User
from rectification.policies.authority import committee_above, members_of
from rectification.policies.days import today
from rectification.policies.owners import open_organisations
from workflows.forms.choices import OrganisationField, PersonField, named, narrow
from workflows.moves.branches import merge_branches, split_branch
from workflows.moves.handover import HandOver
from workflows.moves.members import member_leaves, transfer_member

_BRANCHES = (OrganisationKind.BRANCH, OrganisationKind.GENERAL_BRANCH)


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(label=label, initial=today)


class MoveForm(forms.Form):
    """`near` is the office that enters the change; it moves people and branches of its township."""

    title: str | Promise = ""
    intro: str | Promise = ""

    def __init__(self, *args: Any, near: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches = open_organisations(near, today()).filter(kind__in=_BRANCHES)
        root = committee_above(near)
        people = Person.objects.filter(
            pk__in=Membership.objects.filter(
                organisation__path__startswith=root.path, valid_to__isnull=True
            ).values("person")
        ).order_by("code")
        for name in ("organisation", "successor", "to"):
            if name in self.fields:
                narrow(self.fields[name], branches)
                self.fields[name].required = True
        if "person" in self.fields:
            narrow(self.fields["person"], people)
            self.fields["person"].required = True

    def run(self, user: User) -> HandOver:
        raise ImproperlyConfigured(f"{type(self).__name__} makes no move")


class TransferForm(MoveForm):
    title = _("Transfer a member")
    intro = _(
        "His open cases go with him. Approvals already given stand; what is still open is decided "
        "by the new branch. The former secretary no longer sees the cases."
    )

    person = PersonField(label=_("Member"))
    to = OrganisationField(label=_("New branch"))
    on = day_field(_("From"))

    def run(self, user: User) -> HandOver:
        return transfer_member(user=user, **self.cleaned_data)


class DepartureForm(MoveForm):
    title = _("A member leaves")
    intro = _(
        "Membership and offices end the day before, the account is closed on that day. The office "
        "is told of his own open cases and may propose to end them."
    )

    person = PersonField(label=_("Member"))
    on = day_field(_("From"))

    def run(self, user: User) -> HandOver:
        return member_leaves(user=user, **self.cleaned_data)


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
