"""Answers to “why do I get this?” that several rooms give."""

from django.utils.translation import gettext_lazy as _

ASKED = _("An opinion was asked for on a step that you may take.")
ADVISER = _("You were asked for an opinion.")
HOLDER = _("The step lies with you or with an office you hold.")
OWNER = _("The case is yours or your organisation's.")
OFFICE = _("You follow the case for the office.")
