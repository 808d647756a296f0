"""抄送: a case is brought to the notice of people in office; who has read it stands below."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError
from rectification.models import Case, Copy
from rectification.policies.actors import Actor
from rectification.policies.authority import authority_of
from rectification.policies.copying import copying_office
from rectification.policies.days import today
from rectification.policies.owners import open_organisations
from rectification.selectors.copies import copies_in, officials_at
from rectification.web.access import account
from rectification.web.dates import moment
from rectification.web.kept import keeps_typed, written
from rectification.web.parts import Cell, Column
from rectification.web.refusing import refuse
from workflows.copying import copy_case
from workflows.forms.choices import PeopleField, narrow
from workflows.views.keys import key_of
from workflows.web.pages import act_before, case_seen, confirmation

COLUMNS: Final = [
    Column(gettext_lazy("Copied to")),
    Column(gettext_lazy("Sent")),
    Column(gettext_lazy("Read")),
]


class CopyForm(forms.Form):
    people = PeopleField(
        label=gettext_lazy("Copies to"),
        help_text=gettext_lazy("A copy opens nothing that the person may not see anyway."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note to the copy"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("May stay empty; whoever reads the history reads it."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = open_organisations(case.owner_organisation, today())
        narrow(self.fields["people"], officials_at(near))


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def send_copy(request: HttpRequest, pk: int) -> HttpResponse:
    user = account(request)
    authority = authority_of(user)
    case = case_seen(request, pk, authority)
    office = copying_office(case, authority)
    if office is None:
        raise Http404
    back = HttpResponseRedirect(reverse("rectification:case", args=[pk]))
    if act_before(request) is not None:
        return back
    form = CopyForm(written(request), case=case)
    if request.method == "POST" and form.is_valid():
        actor = Actor(person=user.person, role=office.role, organisation=office.organisation)
        told = {"people": list(form.cleaned_data["people"]), "note": form.cleaned_data["note"]}
        try:
            copy_case(user=user, case=case, actor=actor, key=key_of(request), **told)
        except CaseError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Sent. Whoever may read the case finds it in his copies."))
            return back
    return confirmation(
        request,
        case=case,
        form=form,
        title=_("Send a copy"),
        intro=_("The case is brought to their notice; nobody has to do anything."),
        button=_("Send a copy"),
        columns=COLUMNS,
        rows=[_row(copy) for copy in copies_in(case)],
    )


def _row(copy: Copy) -> list[Cell]:
    read = moment(copy.read_at) if copy.read_at else _("Not read yet")
    return [Cell(copy.person.name), Cell(moment(copy.sent_at)), Cell(read)]
