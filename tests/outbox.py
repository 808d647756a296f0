"""Whom the messages of a case reach."""

from rectification.models import Case, OutboxMessage, Person


def told(kind: str, case: Case) -> set[Person]:
    """Everybody to whom a message of the kind about the case is promised."""
    messages = OutboxMessage.objects.filter(kind=kind, case=case)
    return {message.recipient for message in messages.select_related("recipient")}
