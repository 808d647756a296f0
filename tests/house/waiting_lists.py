"""A version of a list that waits, and the file of a large one."""

from rectification.documents.lists import LISTS, ListReader
from rectification.documents.lists.making import make_files
from rectification.documents.lists.versions import freeze
from rectification.enums import CaseStage, ListForm
from rectification.models import Case, ListFile, ListSnapshot
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar
from rectification.selectors.lists import Chosen
from rectification.services.document_numbers import give_document_code
from rectification.services.list_files import ask_for_file
from rectification.services.list_snapshots import approve_snapshot
from rectification.web.list_forms import asked_for
from tests.factories import Township, case_in, rights


def waiting_version(town: Township) -> ListSnapshot:
    """A list that the office froze and that nobody decided about yet."""
    if not Case.objects.filter(number__isnull=False, level="B").exists():
        case_in(town, CaseStage.RECTIFYING)
    authority = rights(town.officer)
    reader = ListReader(LISTS["problems"], authority, today(), current_calendar())
    user = town.officer.user
    return freeze(by=user, authority=authority, reader=reader, chosen=Chosen())


def approved_version(town: Township) -> ListSnapshot:
    """An earlier one, beside which the next is read."""
    give_document_code(organisation=town.office, code="云问")
    return approve_snapshot(snapshot=waiting_version(town), by=town.pse.user)


def made_list_file(town: Township) -> ListFile:
    """A large list that waits for the office as a file."""
    asked = ask_for_file(
        by=town.officer.user, kind="problems", form=ListForm.XLSX, query="", total=1
    )
    make_files(read=asked_for)
    return ListFile.objects.get(pk=asked.pk)
