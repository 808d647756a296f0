"""Lists as their readers take them away, and the files of large ones that somebody waits for."""

from collections.abc import Callable, Iterator, Sequence
from tempfile import TemporaryFile

from django.db.models import QuerySet

from rectification.documents.lists import LISTS, ListPaper, ListReader, Value, write
from rectification.documents.lists.entries import Entry
from rectification.documents.lists.reading import Told, nobody
from rectification.documents.typesetting import in_words_of_papers
from rectification.enums import AccessPurpose, CaseLevel, ListForm
from rectification.models import Case, ListFile
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


def taken_away(
    reader: ListReader, cases: QuerySet[Case], about: str, told: Told = nobody
) -> tuple[ListPaper, Iterator[Sequence[Value]]]:
    """The list as its reader takes it away: its head and its lines, not read yet."""
    kind = reader.kind
    rows = (row.values for row in reader.all_rows(cases, told))
    noted = _noted_at_the_end(rows, kind.name, cases, reader.authority)
    return ListPaper(str(kind.label), about, kind.columns), noted


def _noted_at_the_end(
    rows: Iterator[Sequence[Value]], kind: str, cases: QuerySet[Case], authority: Authority
) -> Iterator[Sequence[Value]]:
    """That he takes lines about members away is noted behind the last one, before he has the file:
    of a list that is refused half-way he takes nothing."""
    of_members = list(cases.filter(level=CaseLevel.MEMBER).only(*NOTED_BY))
    yield from rows
    log_cases_read(
        cases=of_members,
        person=authority.person,
        what=f"list_file:{kind}",
        capacity=on_lists(authority, AccessPurpose.TAKEN_AWAY),
    )


def _make(job: ListFile, read: Asked) -> None:
    """With the eyes of its owner as they are now."""
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
        reader = ListReader(kind, authority, today(), current_calendar())
        paper, rows = taken_away(reader, cases, about, told)
        write(paper, rows, form=ListForm(job.form), to=target)
        keep_made(job=job, content=target, sights=sights)
