"""Routing rules (流转规则): what the office of a township wants proposed at intake."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import Category, DeadlineClass, Severity, SourceKind
from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.models.people import Person
from rectification.models.tried_rule import TriedRule, tried_before_confirmed


class RoutingRule(TriedRule):
    """Conditions, of which an empty one asks nothing, and what is then proposed; never decided.

    Of the rules in force the first that fits is taken. A rule is in force from its confirmation,
    before which it was tried on past cases, to its end; what it says is never changed.
    """

    committee = models.ForeignKey(Organisation, models.PROTECT, related_name="routing_rules")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=40)
    source = models.CharField(_("source"), max_length=20, choices=SourceKind, blank=True)
    category = models.CharField(_("category"), max_length=4, choices=Category, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    keyword = models.CharField(_("keyword"), max_length=20, blank=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    deadline_class = models.CharField(
        _("deadline class"), max_length=10, choices=DeadlineClass, blank=True
    )
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    history = history()

    class Meta:
        verbose_name = _("routing rule")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(source="", category="", organisation__isnull=True, keyword=""),
                name="routing_rule_asks_something",
            ),
            models.CheckConstraint(
                condition=~models.Q(owner__isnull=True, deadline_class="", severity=""),
                name="routing_rule_proposes_something",
            ),
            tried_before_confirmed(name="routing_rule_tried_before_confirmed"),
        ]

    def __str__(self) -> str:
        return self.name
