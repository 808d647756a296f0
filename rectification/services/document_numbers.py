"""Numbers of official documents, 松纪督〔2026〕7号: no gap in a series and year (rules 3.2)."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from rectification.enums import DocumentSeries
from rectification.models import Organisation
from rectification.policies.days import today
from rectification.policies.document_numbers import code_for, why_no_number, why_not_code
from rectification.policies.reasons import allow
from rectification.services.numbers import next_number


@dataclass(frozen=True)
class DocumentNumber:
    """`mark` is the code of the organisation and the sign of the series."""

    mark: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.mark}〔{self.year}〕{self.number}号"


def take_document_number(*, organisation: Organisation, series: DocumentSeries) -> DocumentNumber:
    """The next one, in the transaction that stores the paper: without the paper no number is used.

    The row is that of the mark as it is printed, so that no two papers ever bear the same number,
    whoever changes a code.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A number is taken with what it numbers.")
    allow(why_no_number(organisation))
    mark, year = f"{code_for(organisation)}{series}", today().year
    return DocumentNumber(mark, year, next_number(series=mark, year=year))


@transaction.atomic
def give_document_code(*, organisation: Organisation, code: str) -> None:
    """Enter, change or take off its code; papers that were issued keep theirs."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    code = code.strip()
    allow(why_not_code(code, organisation))
    if organisation.document_code == code:
        return
    organisation.document_code = code
    try:
        with transaction.atomic():
            organisation.save(update_fields=["document_code"])
    except IntegrityError:
        # Somebody gave it to another organisation at this moment: the refusal says to which.
        allow(why_not_code(code, organisation))
        raise
