"""How routing rules and their dry runs are worded."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from rectification.models import RoutingRule
from rectification.selectors.routing import Trial
from rectification.web.dates import moment
from rectification.web.parts import (
    Act,
    ActKind,
    Cell,
    CellKind,
    Column,
    Light,
    LightColour,
    Row,
    Text,
)
from rectification.wording import listed

TRIAL_COLUMNS = [
    Column(gettext_lazy("Case")),
    Column(gettext_lazy("Proposed")),
    Column(gettext_lazy("Decided")),
    Column(gettext_lazy("Agreement"), CellKind.SIGN),
]


def conditions(rule: RoutingRule) -> list[str]:
    words = [
        rule.get_source_display() if rule.source else "",
        rule.get_category_display() if rule.category else "",
        rule.organisation.name if rule.organisation else "",
        _("“%(word)s” in the text") % {"word": rule.keyword} if rule.keyword else "",
    ]
    return [str(word) for word in words if word]


def proposals(rule: RoutingRule) -> list[str]:
    words = [
        rule.owner.name if rule.owner else "",
        rule.get_deadline_class_display() if rule.deadline_class else "",
        rule.get_severity_display() if rule.severity else "",
    ]
    return [str(word) for word in words if word]


def state_of(rule: RoutingRule) -> Light:
    if rule.ended_at is not None:
        return Light(LightColour.GREY, pgettext("rule", "Ended"))
    if rule.confirmed_at is not None:
        return Light(LightColour.GREEN, pgettext("rule", "In force"))
    return Light(LightColour.YELLOW, pgettext("rule", "Not in force yet"))


def rule_row(rule: RoutingRule, *, movable: bool = False) -> Row:
    up = Act(
        _("Move up"),
        reverse("rectification:routing"),
        kind=ActKind.POST,
        name="up",
        value=str(rule.pk),
        about=rule.name,
    )
    return Row(
        title=rule.name,
        url=reverse("rectification:rule", args=[rule.pk]),
        light=state_of(rule),
        meta=[
            _("when: %(words)s") % {"words": listed(conditions(rule))},
            _("then: %(words)s") % {"words": listed(proposals(rule))},
        ],
        act=up if movable else None,
    )


def facts_of(rule: RoutingRule) -> list[tuple[Text, Text]]:
    return [
        (gettext_lazy("State"), state_of(rule).word),
        (pgettext_lazy("rule", "When"), listed(conditions(rule))),
        (pgettext_lazy("rule", "Then propose"), listed(proposals(rule))),
        (gettext_lazy("Entered"), f"{rule.entered_by.name} {moment(rule.entered_at)}"),
        (
            pgettext_lazy("rule", "Put into force"),
            f"{rule.confirmed_by.name} {moment(rule.confirmed_at)}"
            if rule.confirmed_by and rule.confirmed_at
            else "",
        ),
        (
            pgettext_lazy("rule", "Ended"),
            f"{rule.ended_by.name} {moment(rule.ended_at)}"
            if rule.ended_by and rule.ended_at
            else "",
        ),
    ]


def trial_rows(trials: Sequence[Trial]) -> list[list[Cell | Text]]:
    return [_trial_row(trial) for trial in trials]


def _trial_row(trial: Trial) -> list[Cell | Text]:
    case, rule = trial.case, trial.rule
    decided = [
        case.owner_organisation.name if rule.owner and case.owner_organisation else "",
        case.get_deadline_class_display() if rule.deadline_class else "",
        case.get_severity_display() if rule.severity else "",
    ]
    agrees = Light(LightColour.GREEN, _("as decided"))
    differs = Light(LightColour.YELLOW, _("decided otherwise"))
    return [
        Cell(case.number or "", reverse("rectification:case", args=[case.pk]), meta=case.title),
        listed(proposals(rule)),
        listed(str(word) for word in decided if word),
        Cell(light=agrees if trial.agrees else differs),
    ]
