"""Making the files of large lists that somebody waits for."""

from collections.abc import Callable, Sequence
from tempfile import TemporaryFile

from rectification.documents.lists import LISTS, ListPaper, ListReader, write
from rectification.documents.lists.entries import Entry
from rectification.documents.typesetting import in_words_of_papers
from rectification.enums import AccessPurpose, CaseLevel, ListForm
from rectification.models import ListFile
from rectification.policies.authority import Authority, authority_of
from rectification.policies.days import today
from rectification.policies.readings import on_lists
from rectification.selectors.calendar import current_calendar
from rectification.selectors.list_files import line_of_sight
from rectification.selectors.lists import Chosen, listed_cases
from rectification.services.list_files import keep_made, note_done, take_waiting_file
from rectification.services.reading import NOTED_BY, log_cases_read

Asked = Callable[[ListFile, Authority], tuple[Chosen, str]]


def make_files(*, read: Asked) -> int:
    """Make what waits, one after the other; returns how many files there are now.

    `read` gives what its query narrows the list to, and the head of the paper: forms read queries.
    """
    made = 0
    while (job := take_waiting_file()) is not None:
        _make(job, read)
        made += 1
    return made


def _make(job: ListFile, read: Asked) -> None:
    """With the eyes of its owner as they are now; lines about members are noted as taken away."""
    user = job.owner.user
    authority = authority_of(user)
    kind = LISTS[job.kind]
    sights: list[str] = []

    def told(entries: Sequence[Entry]) -> None:
        sights.extend(line_of_sight(entry.sight) for entry in entries)
        note_done(job=job, cases=len(entries))

    with in_words_of_papers(), TemporaryFile() as target:
        chosen, about = read(job, authority)
        cases = kind.giving_lines(listed_cases(user, authority, chosen))
        members = cases.filter(level=CaseLevel.MEMBER).only(*NOTED_BY)
        log_cases_read(
            cases=list(members),
            person=job.owner,
            what=f"list_file:{kind.name}",
            capacity=on_lists(authority, AccessPurpose.TAKEN_AWAY),
        )
        reader = ListReader(kind, authority, today(), current_calendar())
        rows = (row.values for row in reader.all_rows(cases, told))
        paper = ListPaper(str(kind.label), about, kind.columns)
        write(paper, rows, form=ListForm(job.form), to=target)
        keep_made(job=job, content=target, sights=sights)
