"""The public form for opinions; without an account and, unless wished otherwise, without a name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.enums import ReporterMode, SourceKind
from rectification.selectors.online_intake import open_townships, taken_about
from workflows.forms.about_head import about_head_field
from workflows.forms.base import REASON_MINIMUM
from workflows.forms.choices import OrganisationField, narrow


class OpinionForm(forms.Form):
    """`cleaned_data` holds the arguments of `workflows.intake.receive_opinion`."""

    mode = forms.ChoiceField(
        label=_("How do you want to report?"),
        choices=ReporterMode,
        initial=ReporterMode.ANONYMOUS,
        widget=forms.RadioSelect,
        help_text=_(
            "Whatever you choose, name and contact are locked away and never reach the "
            "organisation concerned."
        ),
    )
    source = forms.TypedChoiceField(
        label=_("You speak as"),
        required=False,
        choices=[
            (SourceKind.PUBLIC_OPINION, pgettext_lazy("speaks as", "A resident")),
            (SourceKind.MEMBER_OPINION, pgettext_lazy("speaks as", "A Party member")),
        ],
        initial=SourceKind.PUBLIC_OPINION,
        empty_value=SourceKind.PUBLIC_OPINION,
        widget=forms.RadioSelect,
        help_text=_("Taken as you say it; nobody checks, and no account is asked for."),
    )
    organisation = OrganisationField(
        label=_("Which organisation is it about?"),
        empty_label=_("I do not know"),
        help_text=_("May stay open; the office finds out."),
    )
    township = OrganisationField(
        label=_("Which township is it for?"),
        empty_label=_("Please choose"),
        help_text=_("Needed only when you do not know the organisation."),
    )
    about_head = about_head_field()
    text = forms.CharField(
        label=_("What is wrong?"),
        min_length=REASON_MINIMUM,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Where, when, what happened. Nothing secret, please: this system is not classified."
        ),
        error_messages={
            "min_length": _("Say where, when and what happened, in at least ten characters.")
        },
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=60,
        help_text=_("Needed only when you report with your name; never kept when anonymous."),
    )
    contact = forms.CharField(
        label=_("How we can reach you"),
        required=False,
        max_length=120,
        help_text=_("Telephone or address, if you like; never kept when anonymous."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self.fields["organisation"], taken_about())
        townships = list(open_townships()[:2])
        self.only = townships[0] if len(townships) == 1 else None
        if len(townships) < 2:
            del self.fields["township"]
        else:
            narrow(self.fields["township"], open_townships())

    def clean(self) -> dict[str, Any]:
        """An anonymous opinion carries no name into the service, whatever was typed."""
        data = super().clean() or {}
        if data.get("mode") == ReporterMode.ANONYMOUS:
            data["name"] = data["contact"] = ""
        elif data.get("mode") == ReporterMode.NAMED and not data.get("name"):
            self.add_error("name", _("Give your name, or choose another way to report."))
        data["township"] = self.only or data.get("township")
        asked = "township" in self.fields and data["township"] is None
        if asked and data.get("organisation") is None:
            self.add_error(
                "township",
                _("Choose the organisation, or at least the township whose office is to read it."),
            )
        return data
