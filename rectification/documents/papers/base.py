"""A paper as data: what of a case it is about, and what it tells one reader."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rectification.documents.typesetting import Box, Contents, Layout
from rectification.enums import DocumentKind, DocumentVariant, EventVerb
from rectification.models import Case, CaseEvent, OfficialDocument, Person, PublicationDecision
from rectification.policies.authority import Authority
from rectification.policies.days import today
from rectification.policies.issuing import about_of
from rectification.policies.townships import township_of
from rectification.policies.visibility import Field
from rectification.selectors import casefile
from rectification.selectors.documents import documents_of
from rectification.selectors.sight import Sight, sight_of
from rectification.selectors.timeline import events_of, signature, signatures_of_deputies
from rectification.wording import full_date, local_day, withheld

INTERNAL: Final = DocumentVariant.INTERNAL
PUBLIC: Final = DocumentVariant.PUBLIC


@dataclass(frozen=True)
class Reading:
    """A case that passed the gate before one reader; `day` is today in Asia/Shanghai."""

    case: Case
    sight: Sight
    authority: Authority
    day: date

    def shows(self, field: Field) -> bool:
        return field in self.sight.fields

    def told(self, field: Field, value: object) -> str:
        """The value, or the mark that it is withheld: the same whether or not there is one."""
        if not self.shows(field):
            return withheld()
        return full_date(value) if isinstance(value, date) else str(value or "")

    def named(self, person: Person | None) -> str:
        """Somebody of the owner's side."""
        if person is None:
            return ""
        return self.sight.named(person) or withheld()

    @cached_property
    def owner(self) -> str:
        """The organisation; of a member's case his name before it, where it may be read."""
        case = self.case
        place = case.owner_organisation.name if case.owner_organisation else ""
        return " ".join(filter(None, [self.named(case.owner_person), place]))

    @cached_property
    def deputies(self) -> Mapping[tuple[str, str], str]:
        """By verb and reference: how acts are signed that a deputy did."""
        return signatures_of_deputies(self.case)

    @cached_property
    def _events(self) -> list[CaseEvent]:
        return events_of(self.case) if self.shows(Field.RECORD) else []

    def act(self, verbs: Iterable[EventVerb], reference: str) -> CaseEvent | None:
        """One of these acts, where its reader has the record."""
        wanted = frozenset(verbs)
        found = (e for e in self._events if e.verb in wanted and e.reference == reference)
        return next(found, None)

    def hand(self, verbs: Iterable[EventVerb], reference: str) -> tuple[str, date | None]:
        """Who did one of these acts, and when, as the record of the case tells its reader: of the
        owner's side the office, where names are not his; nothing where the record is not."""
        event = self.act(verbs, reference)
        if event is None:
            return "", None
        office = event.acting_organisation.name if event.acting_organisation else ""
        name = signature(event) if self.sight.names_hand(event) else ""
        return " ".join(filter(None, [office, name])), local_day(event.at)

    @cached_property
    def township(self) -> str:
        """The body in whose name papers go out."""
        found = township_of(self.case)
        return found.name if found else ""

    @cached_property
    def publications(self) -> list[PublicationDecision]:
        return casefile.publications_of(self.case) if self.shows(Field.RESULTS) else []

    @cached_property
    def documents(self) -> list[OfficialDocument]:
        """Latest first, void ones among them: which there are is told with the results."""
        return list(documents_of(self.case)) if self.shows(Field.RESULTS) else []

    def issued(self, kind: str, variant: str, row: Any) -> OfficialDocument | None:
        """The paper of this matter that was issued and holds."""
        wanted = (kind, variant, about_of(row))
        valid = (each for each in self.documents if each.void_at is None)
        return next((x for x in valid if (x.kind, x.variant, x.about) == wanted), None)


def reading_of(case: Case, authority: Authority) -> Reading:
    """As this reader has it now."""
    sight = sight_of(case, authority, casefile.open_items(case))
    return Reading(case, sight, authority, today())


def case_row(reading: Reading) -> list[Box]:
    """Which case it is, and who answers for it."""
    return [
        Box(_("Case number"), reading.case.number or ""),
        Box(pgettext("paper", "Owner"), reading.owner),
    ]


def problem_row(reading: Reading) -> list[Box]:
    told = reading.told(Field.DESCRIPTION, reading.case.title)
    return [Box(pgettext("paper", "Problem"), told)]


@dataclass(frozen=True)
class Subject:
    """What of the case a paper is about, by its key; `label` tells several of a kind apart."""

    pk: int
    row: Any
    label: str = ""
    variants: Sequence[DocumentVariant] = (INTERNAL,)


@dataclass(frozen=True)
class Paper:
    """`subjects` are those the reader may have a paper about; `facts` says what stands on it.

    `layout` is that of the internal variant; most public ones are `shown.public_form`.
    """

    kind: DocumentKind
    layout: Layout
    subjects: Callable[[Reading], Sequence[Subject]]
    facts: Callable[[Reading, Any, DocumentVariant], Contents]

    @property
    def label(self) -> str:
        return str(self.kind.label)
