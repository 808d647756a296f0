"""What belongs to a receipt code."""

from rectification.models import Objection, Opinion
from rectification.policies.receipts import hashes_of


def find_by_receipt(code: str) -> Opinion | Objection | None:
    """The opinion or objection the code was given for; None for every other text."""
    hashes = hashes_of(code)
    opinion = Opinion.objects.select_related("case").filter(receipt_hash__in=hashes).first()
    if opinion is not None:
        return opinion
    return Objection.objects.select_related("case").filter(receipt_hash__in=hashes).first()
