"""What people are told: one kind per message, delivered to the in-app centre by the outbox."""

from rectification.notifications.base import NoticeKind
from rectification.notifications.immediate import DIGEST, IMMEDIATE
from rectification.notifications.kinds import KINDS
from rectification.notifications.outbox import deliver_due, queue

__all__ = ["DIGEST", "IMMEDIATE", "KINDS", "NoticeKind", "deliver_due", "queue"]
