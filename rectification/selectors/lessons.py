"""Lessons that a branch received, and how many branches have answered one."""

from django.db.models import QuerySet

from rectification.models import Lesson, LessonReceipt
from rectification.policies.authority import Authority
from rectification.policies.lessons import answered_for


def receipts_for(authority: Authority) -> QuerySet[LessonReceipt]:
    """What was sent to his branches; nothing of a case that was sealed since."""
    rows = LessonReceipt.objects.filter(
        organisation__in=answered_for(authority), lesson__case__sealed=False
    )
    return rows.select_related("lesson", "organisation", "answered_by").order_by("-pk")


def answers_to(lesson: Lesson) -> tuple[int, int]:
    """How many have answered, of how many: which, and what, is told nobody."""
    rows = lesson.receipts.all()
    return rows.exclude(answered_at=None).count(), rows.count()
