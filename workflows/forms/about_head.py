"""The question that decides who may read a report at all, asked before anybody does (T7)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import AboutHead


def about_head_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Is it about the head of a body that would handle it?"),
        required=False,
        choices=AboutHead,
        help_text=_("Then it goes past every local office, unread."),
    )
