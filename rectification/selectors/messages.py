"""The message centre of a person."""

from rectification.models import InAppNotice, Person
from rectification.selectors.cases import PAGE


def messages_of(
    person: Person, *, before_id: int | None = None, size: int = PAGE
) -> list[InAppNotice]:
    """The person's messages, latest first; one more than `size` when there is more."""
    notices = InAppNotice.objects.filter(recipient=person).select_related("case", "organisation")
    if before_id is not None:
        notices = notices.filter(pk__lt=before_id)
    return list(notices.order_by("-pk")[: size + 1])


def unread_count(person: Person) -> int:
    return InAppNotice.objects.filter(recipient=person, read_at__isnull=True).count()
