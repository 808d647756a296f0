"""People, where they belong, and the offices they hold. All dated, all with history."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import AppointmentDuty, MembershipKind
from rectification.models.constraints import one_open, other_hands, period
from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.roles import Role


class Person(models.Model):
    """A person as the roster knows him: code and name; no identity number, birthday or family."""

    code = models.CharField(_("member code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=60)

    history = history()

    ERASABLE = ("name",)

    class Meta:
        verbose_name = _("person")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's place in a branch from `valid_from` to `valid_to`, both days included."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    kind = models.CharField(_("kind"), max_length=20, choices=MembershipKind)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    history = history()

    class Meta:
        default_permissions = ()
        constraints = [
            one_open("person", end="valid_to", name="one_open_membership"),
            period("valid_from", "valid_to", name="membership_period"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.organisation_id}"


class Appointment(models.Model):
    """An office held; it gives rights only between its days and once somebody else confirmed it.

    `jurisdiction` is the node its grants lie on: the organisation itself, or for the functional
    bodies of a township the committee above them (projection, `services.grants`).
    `replaces` is the term it follows (交接); both may stand open until the new one is confirmed.
    `taken_over_at`: when he took over the open work of the office.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    role = models.CharField(_("role"), max_length=3, choices=Role)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="appointments")
    jurisdiction = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    duty = models.CharField(_("duty"), max_length=20, choices=AppointmentDuty, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    mandate = models.CharField(_("mandate"), max_length=80, blank=True)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(_("entered at"), null=True, blank=True)
    imported = models.ForeignKey(
        "ImportedFile", models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successions"
    )
    taken_over_at = models.DateTimeField(null=True, blank=True, editable=False)
    refused_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(_("refused at"), null=True, blank=True)
    refusal = models.TextField(_("reason of the refusal"), blank=True)

    history = history(exclude=("jurisdiction", "taken_over_at"))

    ERASABLE = ("refusal",)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["organisation", "role"], name="appointment_office"),
            models.Index(fields=["jurisdiction", "role"], name="appointment_reach"),
        ]
        constraints = [
            period("valid_from", "valid_to", name="appointment_period"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(role=Role.SEC, valid_to__isnull=True, refused_at__isnull=True)
                & (models.Q(replaces__isnull=True) | models.Q(confirmed_at__isnull=False)),
                name="one_open_secretary",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=models.Q(refused_at__isnull=True),
                name="one_succession_of_a_term",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True) | models.Q(refused_at__isnull=True),
                name="confirmed_or_refused",
            ),
            other_hands("confirmed_by", "person", name="appointment_confirmed_by_other"),
            other_hands("confirmed_by", "entered_by", name="appointment_confirmed_by_second"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.organisation_id}"
