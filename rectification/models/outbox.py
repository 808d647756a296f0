"""Effects outside the transaction, and the in-app centre they arrive in."""

from django.db import models

from rectification.enums import MessageChannel, Step
from rectification.models.case import Case
from rectification.models.organisation import Organisation
from rectification.models.people import Person
from rectification.models.record import CaseEvent
from rectification.roles import Role


class OutboxMessage(models.Model):
    """An effect promised in the transaction of an act; Celery is only its transport.

    `key` is unique, so however often a task runs the effect happens once. `recipient` is empty
    where many read it (the work chat). `error` is the class of the last failure, never its text,
    which may quote an address. `parked_at`: given up, until somebody sends it again. `role` and
    `organisation`: the office that made him a recipient, when the promise was given.
    """

    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=10, choices=MessageChannel, default=MessageChannel.IN_APP)
    kind = models.CharField(max_length=40)
    recipient = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    event = models.ForeignKey(CaseEvent, models.PROTECT, null=True, related_name="+")
    step = models.CharField(max_length=30, choices=Step, blank=True)
    role = models.CharField(max_length=3, choices=Role, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=50, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(done_at__isnull=True, parked_at__isnull=True),
                name="outbox_pending",
            ),
            models.Index(
                fields=["-id"],
                condition=models.Q(done_at__isnull=True, parked_at__isnull=False),
                name="outbox_parked",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(recipient__isnull=False) | models.Q(channel=MessageChannel.CHAT),
                name="message_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class InAppNotice(models.Model):
    """A message in somebody's centre (消息); it holds kind, case, step and office, never text."""

    key = models.CharField(max_length=120, unique=True)
    recipient = models.ForeignKey(Person, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    step = models.CharField(max_length=30, choices=Step, blank=True)
    role = models.CharField(max_length=3, choices=Role, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notices_of_person"),
            models.Index(
                fields=["recipient"],
                condition=models.Q(read_at__isnull=True),
                name="unread_of_person",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class JobRun(models.Model):
    """A periodic job takes this row for its period; ten schedulers then do no harm."""

    job = models.CharField(max_length=40)
    period = models.CharField(max_length=40)
    started_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["job", "period"], name="job_once_per_period"),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.period}"
