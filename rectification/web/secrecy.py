"""What may be secret is stopped at the door: a number stands for the paper, and nothing is kept."""

from typing import Final

from django import forms
from django.utils.translation import gettext as _

from rectification.enums import PaperGround
from rectification.exceptions import CaseError
from rectification.models import Organisation
from rectification.services.transfers import enter_paper

SECRET_RULE: Final = "8.11"


def note_secret(
    form: forms.Form, error: CaseError, about: Organisation | None, *, key: str
) -> None:
    """Say on the refused form under which number the paper is handed over (scenario 11)."""
    if error.rule != SECRET_RULE:
        return
    entry = enter_paper(ground=PaperGround.SECRET, about=about, key=key)
    text = _("Registration number for the paper: %(number)s. Nothing else was kept.")
    form.add_error(None, text % {"number": entry.number})
