"""转办: whoever holds an open step of his office hands it to a colleague of the same office."""

from collections.abc import Collection
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rectification.exceptions import CaseError
from rectification.models import Person, WorkItem
from rectification.policies.authority import authority_of
from rectification.policies.handing_over import colleagues_for, hands_over, why_not_hand_over
from rectification.policies.holding import why_refused
from rectification.policies.reasons import allow
from rectification.selectors.cases import visible_to
from rectification.web.access import account
from rectification.web.kept import keeps_typed, written
from workflows.forms.base import REASON_MINIMUM
from workflows.forms.choices import PersonField, narrow
from workflows.handing_over import hand_over as hand_over_step
from workflows.views.keys import key_of
from workflows.views.refusals import refused
from workflows.web.own_steps import is_done, own_step
from workflows.web.pages import confirmation


class HandOverForm(forms.Form):
    """Who has a step from a colleague may give it back to all of the office as well."""

    to = PersonField(label=gettext_lazy("Colleague who takes it"))
    reason = forms.CharField(
        label=gettext_lazy("Why it is handed over"),
        min_length=REASON_MINIMUM,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("At least ten characters; whoever reads the history reads it."),
    )

    def __init__(
        self, *args: Any, colleagues: Collection[Person], to_office: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        narrow(field, Person.objects.filter(pk__in=[p.pk for p in colleagues]).order_by("code"))
        field.required = not to_office
        if to_office:
            field.empty_label = _("Back to the whole office")  # type: ignore[attr-defined]


@never_cache
@keeps_typed
@login_required
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, item_pk: int) -> HttpResponse:
    """For whoever holds the step alone; a colleague chosen too late is refused with the rule."""
    user = account(request)
    authority = authority_of(user)
    item = own_step(request, authority, item_pk, hands_over)
    if item is None:
        return HttpResponseRedirect(reverse("rectification:inbox"))
    title = _("Hand over: %(step)s") % {"step": item.get_step_display()}
    colleagues = colleagues_for(item, user.person)
    to_office = item.handed_by_id is not None
    try:
        allow(why_refused(item, authority))
        if not to_office:
            allow(why_not_hand_over(colleagues))
    except CaseError as error:
        return refused(request, case=item.case, what=title, error=error)
    form = HandOverForm(written(request), colleagues=colleagues, to_office=to_office)
    if request.method == "POST" and form.is_valid() and _is_done(request, item, form):
        return _after(request, item)
    return confirmation(
        request,
        case=item.case,
        form=form,
        title=title,
        intro=_(
            "The colleague is told and takes the step alone; its days run on. He may hand it on or "
            "back. Once he is away or no longer free, it lies with your office again."
        ),
        button=_("Hand over"),
        shows_case=item.opens_case,
    )


def _is_done(request: HttpRequest, item: WorkItem, form: HandOverForm) -> bool:
    user, key = account(request), key_of(request)
    handed = partial(hand_over_step, user=user, item=item, key=key, **form.cleaned_data)
    if not is_done(form, handed):
        return False
    messages.success(request, _("Handed over. The colleague is told."))
    return True


def _after(request: HttpRequest, item: WorkItem) -> HttpResponseRedirect:
    """The case while it is still open to him, else his work."""
    if visible_to(account(request)).filter(pk=item.case_id).exists():
        return HttpResponseRedirect(reverse("rectification:case", args=[item.case_id]))
    return HttpResponseRedirect(reverse("rectification:inbox"))
