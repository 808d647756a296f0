"""Grounds of a referral for accountability, those of the source plan. The values are stored."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ReferralGround(TextChoices):
    """Of an organisation's conduct; none of them is a finding about a person."""

    ATTENTION = "attention", pgettext_lazy("referral", "Too little importance attached to it")
    ORGANISING = "organising", pgettext_lazy("referral", "Not organised and driven with force")
    FORMALITY = "formality", pgettext_lazy("referral", "Done for form's sake")
    EXECUTION = "execution", pgettext_lazy("referral", "Work not carried through")
    EFFECT = "effect", pgettext_lazy("referral", "No visible effect")
