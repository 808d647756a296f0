"""How light rules and what they would change are worded."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from rectification.enums import LightColour
from rectification.models import LightRule
from rectification.selectors.light_trials import Change
from rectification.web.dates import full_date, moment
from rectification.web.light_forms import LightRuleForm
from rectification.web.parts import Cell, CellKind, Column, Light, Row, Text

CHANGE_COLUMNS = [
    Column(gettext_lazy("Case")),
    Column(pgettext_lazy("light", "Which light")),
    Column(pgettext_lazy("light", "Now"), CellKind.SIGN),
    Column(pgettext_lazy("light", "Then"), CellKind.SIGN),
]

_QUALITY_WORDS = {
    LightColour.GREEN: pgettext_lazy("quality", "in order"),
    LightColour.YELLOW: pgettext_lazy("quality", "returned or failed"),
    LightColour.RED: pgettext_lazy("quality", "returned or failed repeatedly"),
}


def state_of(rule: LightRule, versions: Sequence[LightRule], day: date) -> Light:
    """`versions` are all of them, the latest first."""
    if rule.confirmed_at is None:
        return Light(LightColour.YELLOW, pgettext("rule", "Not in force yet"))
    if rule.in_force_from > day:
        return Light(LightColour.YELLOW, _("From %(day)s") % {"day": full_date(rule.in_force_from)})
    current = next(
        row
        for row in versions
        if row.committee_id == rule.committee_id
        and row.confirmed_at is not None
        and row.in_force_from <= day
    )
    if rule == current:
        return Light(LightColour.GREEN, pgettext("rule", "In force"))
    return Light(LightColour.GREY, _("Former version"))


def version_row(rule: LightRule, versions: Sequence[LightRule], day: date) -> Row:
    return Row(
        title=_("Thresholds from %(day)s") % {"day": full_date(rule.in_force_from)},
        url=reverse("rectification:light_rule", args=[rule.pk]),
        light=state_of(rule, versions, day),
        meta=[rule.committee.name, _hand(rule.entered_by.name, rule.entered_at)],
    )


def facts_of(
    rule: LightRule, versions: Sequence[LightRule], day: date
) -> list[tuple[Text, Text | date | None]]:
    names = [name for name in LightRuleForm.base_fields if name not in ("committee",)]
    confirmed = rule.confirmed_by.name if rule.confirmed_by else ""
    return [
        (gettext_lazy("State"), state_of(rule, versions, day).word),
        *(
            (str(LightRuleForm.base_fields[name].label), _shown(getattr(rule, name)))
            for name in names
        ),
        (gettext_lazy("Entered"), _hand(rule.entered_by.name, rule.entered_at)),
        (gettext_lazy("Confirmed"), _hand(confirmed, rule.confirmed_at)),
    ]


def _shown(value: date | int) -> date | str:
    return value if isinstance(value, date) else str(value)


def _hand(name: str, at: object) -> str:
    return f"{name} {moment(at)}" if name and at else ""  # type: ignore[arg-type]


def change_rows(changes: Sequence[Change]) -> list[list[Cell | Text]]:
    return [
        [
            Cell(
                change.case.number or "",
                reverse("rectification:case", args=[change.case.pk]),
                meta=change.case.title,
            ),
            _("Quality") if change.is_quality else pgettext("light", "Time"),
            Cell(light=_light(change.now, change)),
            Cell(light=_light(change.then, change)),
        ]
        for change in changes
    ]


def _light(colour: LightColour, change: Change) -> Light:
    return Light(colour, _QUALITY_WORDS[colour] if change.is_quality else "")
