"""What happened (events), who held which step (work items), who looked at what (access log)."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.calendar.clocks import Clock
from rectification.enums import (
    AccessPurpose,
    ActorKind,
    CaseStage,
    EventVerb,
    RecusalGround,
    Step,
)
from rectification.models.case import Assignment, Case
from rectification.models.delegation import Delegation
from rectification.models.order import SupervisionOrder
from rectification.models.organisation import Organisation
from rectification.models.people import Person
from rectification.models.voices import Objection
from rectification.roles import Role

PURPOSE: Final = "purpose:"
"""How the reference of an event names what is disclosed, before there is a text of it."""
RUNG: Final = "rung:"
"""How the reference of an event begins that was a rung of the ladder (policies/ladder.py)."""


class WorkItem(models.Model):
    """Somebody's turn (待办): who holds which step, since when, until when.

    Written by the steps in the transaction of the act. `person` is set when the step belongs to
    one person (an owner, a named verifier); otherwise whoever holds `role` at `organisation`
    today may act, so that open work follows the appointment and not the account. An item without
    role and person is the system's own (a running notice).
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="work_items")
    task_id = models.BigIntegerField(unique=True)
    process_id = models.BigIntegerField()
    step = models.CharField(_("step"), max_length=30, choices=Step)
    round = models.PositiveSmallIntegerField(default=1)
    stage = models.CharField(max_length=15, choices=CaseStage, blank=True)
    role = models.CharField(_("role"), max_length=3, choices=Role, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="work_items"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="work_items"
    )
    handed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="handed_items"
    )
    """The colleague who handed the step over to `person`; it still is one of `role`, and lies
    with the office again once `person` cannot take it."""
    opens_case = models.BooleanField(default=True)
    """Whether holding the item lets one read the case (not where the step shows an extract:
    secrecy review, agreement to the scope, posting, naming of verifiers)."""
    unheld = models.BooleanField(default=False)
    """Nobody was left to act: the item lies at the office with a red mark (docs/rules.md 4.4)."""
    objection = models.ForeignKey(
        Objection, models.CASCADE, null=True, blank=True, related_name="work_items"
    )
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, null=True, blank=True, related_name="work_items"
    )
    order = models.ForeignKey(
        SupervisionOrder, models.CASCADE, null=True, blank=True, related_name="work_items"
    )
    clock = models.CharField(max_length=20, choices=Clock, blank=True)
    clock_from = models.DateField(null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_provisional = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="closed_items"
    )
    closed_role = models.CharField(max_length=3, choices=Role, blank=True)
    outcome = models.CharField(max_length=30, choices=EventVerb, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["organisation", "role", "due_on"],
                condition=models.Q(closed_at__isnull=True),
                name="open_items_of_office",
            ),
            models.Index(
                fields=["person", "due_on"],
                condition=models.Q(closed_at__isnull=True),
                name="open_items_of_person",
            ),
            models.Index(fields=["closed_by", "-closed_at"], name="items_done_by"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=False)
                | models.Q(person__isnull=False)
                | models.Q(organisation__isnull=False)
                | models.Q(step__in=sorted(Step.waits())),
                name="open_item_has_holder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.case_id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def barred(self) -> dict[int, RecusalGround]:
        """Whom the step is shut to, and why; who was only away when it was given out is not."""
        grounds = {bar.person_id: RecusalGround(bar.ground) for bar in self.bars.all()}
        return {pk: ground for pk, ground in grounds.items() if ground != RecusalGround.ABSENT}


class WorkItemBar(models.Model):
    """A person who must not act on the item although his office would let him, and why."""

    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="bars")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=12, choices=RecusalGround)

    BINDING = ~models.Q(ground=RecusalGround.ABSENT)
    """Whoever was only away when the step was given out takes it once he is back."""

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["item", "person"], name="barred_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} barred from {self.item_id}"


class CaseEvent(models.Model):
    """Append-only record of one act: verb, references and codes, and the hash of its payload.

    `hash` is over all that is here and over `previous_hash`, the one before of the same case
    (audit/canonical.py). Names and text lie in `CaseEventPayload`, which may be erased.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    verb = models.CharField(max_length=30, choices=EventVerb)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=15, choices=ActorKind)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="events")
    acting_role = models.CharField(max_length=3, choices=Role, blank=True)
    acting_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="events"
    )
    step = models.CharField(max_length=30, choices=Step, blank=True)
    round = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=120, blank=True)
    """Code of what the act was about, as `plan:12`; never a name."""
    request = models.CharField(max_length=40, blank=True)
    """At whose request, as `web:…`, `job:…`, `command:…` or `act:…` (acting.py); the same stands in
    the field history, in the log and in the answer to the browser. Empty for the intake channel."""
    files = models.TextField(blank=True)
    """What was handed in, a line for each file: its code, SHA-256 as shown, as handed in."""
    versions = models.TextField(blank=True)
    """Which versions of rows the act wrote, a line for each (models/history.py)."""
    format = models.PositiveSmallIntegerField(default=1)
    payload_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    """Empty for the first event of a case."""
    hash = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["at"], name="events_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="event_sequence_once"),
            models.UniqueConstraint(
                fields=["case", "reference"],
                condition=models.Q(reference__startswith=RUNG),
                name="rung_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.sequence} {self.verb}"


class CaseEventPayload(models.Model):
    """The words of an event; erasing them leaves the event and its hash in place."""

    event = models.OneToOneField(
        CaseEvent, models.CASCADE, primary_key=True, related_name="payload"
    )
    salt = models.CharField(max_length=32)
    text = models.TextField(blank=True)

    ERASABLE = ("salt", "text")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"payload of {self.event_id}"


class AccessLog(models.Model):
    """Who opened which sensitive content, when, as what and what for (查阅记录).

    Written once; the database itself keeps each row for half a year (`models.append_only`), then
    the retention takes it. Without `person`: whoever runs the server, who took words out.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="accesses")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=3, choices=Role, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=60)
    """A code as `evidence:12`; where a reason was stated, of the row in which it stands."""
    purpose = models.CharField(max_length=12, choices=AccessPurpose)
    step = models.CharField(max_length=30, choices=Step, blank=True)
    at = models.DateTimeField()
    request = models.CharField(max_length=40, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["case", "-id"], name="accesses_of_case")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(purpose=""), name="access_with_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.what}"


class ActReceipt(models.Model):
    """The answer to an act already done: a repeated request with the same key gets it again."""

    key = models.CharField(max_length=36, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    verb = models.CharField(max_length=30, choices=EventVerb, blank=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
