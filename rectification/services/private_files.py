"""What waits in the private folder: a row and its bytes."""

from django.db import transaction

from rectification.models import ListFile, WaitingFile


@transaction.atomic
def drop_file(*, row: ListFile | WaitingFile) -> None:
    """The row now, the bytes once that is certain; a list may not have been made yet."""
    stored = row.file
    row.delete()
    if stored:
        transaction.on_commit(lambda: stored.storage.delete(str(stored.name)))
