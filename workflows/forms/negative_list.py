"""The field that cites the negative list: its items under their kinds, and “other” (3.3)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import NegativeItem
from rectification.models import NegativeListItem, Organisation
from rectification.policies.days import today
from rectification.selectors.negative_list import items_in_force
from workflows.forms.choices import choice_or_none

KINDS = [kind for kind in NegativeItem if kind != NegativeItem.OTHER]


class NegativeListField(forms.ChoiceField):
    """A bare kind, or the key of an item; while no list is in force there are kinds alone."""

    def __init__(self, **kwargs: Any) -> None:
        self._items: dict[str, NegativeListItem] = {}
        super().__init__(
            label=_("Negative list"),
            required=False,
            choices=choice_or_none(NegativeItem.choices),
            **kwargs,
        )

    def offer(
        self,
        committee: Organisation | None,
        *,
        cited: NegativeListItem | None = None,
        bare_kinds: bool = False,
    ) -> None:
        """The items in force; `cited` stays on offer when a newer version no longer holds it."""
        items = items_in_force(committee, today()) if committee else []
        if cited is not None and cited not in items:
            items.append(cited)
        if not items:
            return
        self._items = {str(item.pk): item for item in items}
        self.choices = [
            ("", _("Please choose")),
            *(
                (kind.label, self._of_kind(kind, bare_kinds))
                for kind in KINDS
                if bare_kinds or any(item.kind == kind for item in items)
            ),
            (NegativeItem.OTHER.value, NegativeItem.OTHER.label),
        ]

    @property
    def holds_items(self) -> bool:
        return bool(self._items)

    def _of_kind(self, kind: NegativeItem, bare_kinds: bool) -> list[tuple[str, Any]]:
        offered = [(key, item.text) for key, item in self._items.items() if item.kind == kind]
        bare = [(kind.value, _("No item of the list fits"))] if bare_kinds else []
        return [*offered, *bare]

    def cited(self, value: str) -> tuple[str, NegativeListItem | None]:
        """The kind, and the item if one was chosen."""
        item = self._items.get(value)
        return (item.kind, item) if item else (value, None)
