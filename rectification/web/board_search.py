"""The form with which the notice board is searched, and the place at which a page of it ends."""

from datetime import date
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.enums import CaseLevel, PublicationPurpose
from rectification.models import Notice
from rectification.selectors.board import Offered, Place, Sought
from rectification.web.access import row_key

LONGEST_SEARCH: Final = 60
MOST_WORDS: Final = 5

RUNNING: Final = "running"
OVER: Final = "over"


class BoardForm(forms.Form):
    """Bound to the address; whatever is not offered to this reader narrows nothing down."""

    q = forms.CharField(
        label=_("Words in the notice"), required=False, max_length=LONGEST_SEARCH, strip=True
    )
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    level = forms.ChoiceField(label=pgettext_lazy("board", "Level"), required=False)
    purpose = forms.ChoiceField(label=_("Kind of notice"), required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("board", "State"),
        required=False,
        choices=[
            ("", pgettext_lazy("board", "All")),
            (RUNNING, pgettext_lazy("board", "Running")),
            (OVER, _("Ended within the last three days")),
        ],
    )

    def __init__(self, data: Any, offered: Offered) -> None:
        super().__init__(data)
        self._offer("organisation", offered.organisations)
        self._offer("level", [row for row in CaseLevel.choices if row[0] in offered.levels])
        purposes = [row for row in PublicationPurpose.choices if row[0] in offered.purposes]
        self._offer("purpose", purposes)

    def _offer(self, name: str, choices: Any) -> None:
        field = cast(forms.ChoiceField, self.fields[name])
        field.choices = [("", pgettext_lazy("board", "All")), *choices]

    @property
    def sought(self) -> Sought:
        """What cannot be read narrows nothing down."""
        self.is_valid()
        data = self.cleaned_data
        state = data.get("state", "")
        return Sought(
            words=data.get("q", "").split()[:MOST_WORDS],
            organisation=row_key(data.get("organisation", "")),
            level=data.get("level", ""),
            purpose=data.get("purpose", ""),
            over=state == OVER if state else None,
        )

    @property
    def kept(self) -> dict[str, str]:
        """The query that leads to the same search again."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def written_place(notice: Notice) -> str:
    """As the address of the next page says it."""
    over = cast(Any, notice).over
    return f"{int(over)}.{notice.ends_on.isoformat()}.{notice.pk}"


def read_place(value: str) -> Place | None:
    """None for nonsense: the board begins at the start."""
    over, _dot, rest = value.partition(".")
    day, _dot, key = rest.partition(".")
    pk = row_key(key)
    if over not in ("0", "1") or pk is None:
        return None
    try:
        return Place(over == "1", date.fromisoformat(day), pk)
    except ValueError:
        return None
