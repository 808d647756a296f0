"""Versions of a list: written down as their maker reads it, read by each as he may see it today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from rectification.documents.lists.columns import Value
from rectification.documents.lists.entries import shown_in_share
from rectification.documents.lists.frozen import proof_of, values_in, written
from rectification.documents.lists.reading import ListReader, ListRow
from rectification.documents.typesetting import in_words_of_papers
from rectification.enums import CaseLevel
from rectification.hashing import hash_of
from rectification.models import (
    ListSnapshot,
    ListSnapshotColumn,
    ListSnapshotLine,
    User,
)
from rectification.policies.authority import Authority
from rectification.policies.visibility import Field
from rectification.selectors.list_snapshots import is_own_share, open_lines
from rectification.selectors.lists import Chosen, listed_cases
from rectification.selectors.sight import Sight
from rectification.services.list_snapshots import Frozen, propose_snapshot
from rectification.wording import withheld


def freeze(*, by: User, authority: Authority, reader: ListReader, chosen: Chosen) -> ListSnapshot:
    """What the maker sees of the branches' and the committee's cases, proposed as a version."""
    kind = reader.kind
    cases = listed_cases(by, authority, chosen).exclude(level=CaseLevel.MEMBER)
    with in_words_of_papers():
        rows = reader.all_rows(kind.giving_lines(cases))
        lines = [_line(place, row) for place, row in enumerate(rows, start=1)]
        frozen = Frozen(
            kind=kind.name,
            title=str(kind.label),
            columns=[
                ListSnapshotColumn(
                    position=place,
                    label=str(column.label),
                    needs=column.needs_frozen,
                    sort=column.sort,
                    width=column.width,
                )
                for place, column in enumerate(kind.columns)
            ],
            lines=lines,
            sha256=proof_of(kind.columns, (line.sha256 for line in lines)),
        )
    return propose_snapshot(by=by, frozen=frozen, chosen=chosen)


def _line(place: int, row: ListRow) -> ListSnapshotLine:
    words = written(row.values)
    return ListSnapshotLine(
        position=place,
        case_id=row.case_id,
        unit_id=row.unit_id,
        about=row.about,
        words=words,
        sha256=hash_of(words),
    )


@dataclass(frozen=True)
class SeenLine:
    """A line with what of it the reader may see; where it stood would tell what is closed."""

    case_id: int
    about: str
    values: Sequence[Value]


def lines_seen(
    snapshot: ListSnapshot, user: User, authority: Authority, *, start: int = 0
) -> Iterator[SeenLine]:
    """Line by line what the page of each case would tell him today, behind the first `start`."""
    columns = list(snapshot.columns.all())
    for row, sight in islice(open_lines(snapshot, user, authority), start, None):
        yield SeenLine(row.case_id, row.about, _told(row, sight, columns))


def _told(
    row: ListSnapshotLine, sight: Sight, columns: Sequence[ListSnapshotColumn]
) -> list[Value]:
    is_own = is_own_share(row, sight)
    return [
        value if shown_in_share(Field(column.needs), sight.fields, is_own=is_own) else withheld()
        for value, column in zip(values_in(row.words, columns), columns, strict=True)
    ]
