"""The form by which a version of the negative list is published: one item a line."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rectification.enums import NegativeItem
from rectification.models import NegativeListItem
from rectification.models.negative_list import TEXT_MAX
from rectification.policies.days import today
from rectification.policies.negative_list import why_not_conduct
from rectification.services.negative_list import Wording

BAR: Final = "｜"
KINDS: Final = [kind for kind in NegativeItem if kind != NegativeItem.OTHER]
NORM_MAX: Final = 200


class NegativeListForm(forms.Form):
    """A text for each kind, and when and on which basis the version comes into force."""

    D1 = forms.CharField(required=False)
    D2 = forms.CharField(required=False)
    D3 = forms.CharField(required=False)
    D4 = forms.CharField(required=False)
    valid_from = forms.DateField(label=gettext_lazy("In force from"), initial=today)
    basis = forms.CharField(
        label=gettext_lazy("Basis"),
        max_length=200,
        help_text=gettext_lazy("Which document or decision the version rests on."),
    )

    def __init__(self, *args: Any, items: list[NegativeListItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in KINDS:
            lines = [f"{item.text}{BAR}{item.norm}" for item in items if item.kind == kind]
            self.initial.setdefault(kind.value, "\n".join(lines))
            self.fields[kind.value] = forms.CharField(
                label=kind.label,
                required=False,
                max_length=6000,
                widget=forms.Textarea(attrs={"rows": max(3, 2 * len(lines))}),
                help_text=_("One item a line: the conduct, a bar (｜), the norm it breaks."),
            )
        self.order_fields([kind.value for kind in KINDS])

    @property
    def wordings(self) -> list[Wording]:
        return [w for kind in KINDS for w in self.cleaned_data.get(kind.value, [])]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for kind in KINDS:
            if kind.value in data:
                data[kind.value] = self._read(kind, data[kind.value])
        return data

    def _read(self, kind: NegativeItem, typed: str) -> list[Wording]:
        """Each faulty line is named, so that all can be put right at once."""
        found = []
        for line in filter(None, map(str.strip, typed.splitlines())):
            text, _bar, norm = (part.strip() for part in line.replace("|", BAR).partition(BAR))
            if why := _why_not(line, text, norm):
                self.add_error(kind.value, why)
            found.append(Wording(kind=kind.value, text=text, norm=norm))
        return found


def _why_not(line: str, text: str, norm: str) -> str:
    if not text or not norm:
        return _("“%(line)s”: write the conduct, a bar (｜) and the norm.") % {"line": line}
    if len(text) > TEXT_MAX or len(norm) > NORM_MAX:
        limits = {"line": line, "text": TEXT_MAX, "norm": NORM_MAX}
        return (
            _("“%(line)s” is too long: %(text)d characters of conduct, %(norm)d of norm.") % limits
        )
    return why_not_conduct(text)
