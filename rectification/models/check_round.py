"""Check rounds (查摆): a period, what is asked, who has done his check; never what was found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import CaseLevel, ReminderOccasion
from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.models.people import Person


class CheckRound(models.Model):
    """Opened by an office for the township of its committee; both days are included.

    Called off it is over at once, whatever its days say. `announced_on` is the day on which those
    within were told that it has begun.
    """

    committee = models.ForeignKey(Organisation, models.PROTECT, related_name="check_rounds")
    title = models.CharField(_("title"), max_length=80)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    reminds_at_half_time = models.BooleanField(_("reminder at half-time"), default=True)
    reminds_in_last_days = models.BooleanField(_("reminder before the end"), default=True)
    called_off_at = models.DateTimeField(_("called off at"), null=True, blank=True)
    called_off_because = models.TextField(_("reason for calling it off"), blank=True)
    announced_on = models.DateField(null=True, blank=True)
    opened_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    history = history(exclude=("announced_on",))

    ERASABLE = ("called_off_because",)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="check_round_period"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CheckItem(models.Model):
    """What is asked in the round, at which level; it belongs to its round and never changes."""

    round = models.ForeignKey(CheckRound, models.PROTECT, related_name="items")
    level = models.CharField(_("level"), max_length=1, choices=CaseLevel)
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("item"), max_length=200)

    class Meta:
        default_permissions = ()
        ordering = ("round", "level", "position")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "level", "position"], name="check_item_position_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class OrganisationCheck(models.Model):
    """An organisation has done its check: the day, and who said so."""

    round = models.ForeignKey(CheckRound, models.PROTECT, related_name="organisation_checks")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="checks")
    done_on = models.DateField(_("done on"))
    marked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organisation"], name="organisation_checked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.round_id}"


class MemberCheck(models.Model):
    """A member has done his self-check; not even the day is kept. Read by himself, else counted."""

    round = models.ForeignKey(CheckRound, models.PROTECT, related_name="member_checks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="member_checked_once"),
        ]

    def __str__(self) -> str:
        return f"member check {self.pk}"


class CheckReminder(models.Model):
    """Those who had not done their check were reminded, all at once; to whom is kept nowhere here.

    Without an organisation the system reminded the whole township. `last_day` is that of the
    round as it was then: moved since, its end is reminded of once more.
    """

    round = models.ForeignKey(CheckRound, models.PROTECT, related_name="reminders")
    occasion = models.CharField(max_length=10, choices=ReminderOccasion)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reminded_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reminded_on = models.DateField()
    last_day = models.DateField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["round", "occasion", "last_day"],
                condition=models.Q(organisation__isnull=True),
                name="system_reminds_once",
            ),
            models.UniqueConstraint(
                fields=["round", "organisation", "reminded_on"],
                condition=models.Q(organisation__isnull=False),
                name="secretary_reminds_once_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    occasion=ReminderOccasion.SECRETARY,
                    organisation__isnull=False,
                    reminded_by__isnull=False,
                )
                | (
                    ~models.Q(occasion=ReminderOccasion.SECRETARY)
                    & models.Q(organisation__isnull=True, reminded_by__isnull=True)
                ),
                name="check_reminder_occasion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.occasion}"
