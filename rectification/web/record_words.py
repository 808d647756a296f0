"""How records are worded for an auditor: codes for people, hashes for contents."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from rectification.enums import AccessPurpose, ActorKind, EventVerb
from rectification.models import (
    AccessLog,
    CaseEvent,
    CheckRoundEvent,
    Evidence,
    RecordsExport,
)
from rectification.selectors.records import Wanted
from rectification.web.dates import list_date, moment
from rectification.web.evidence import grouped
from rectification.web.parts import Cell, Column, Light, LightColour, Text

EVENT_COLUMNS: Final = [
    Column(gettext_lazy("Case number")),
    Column(pgettext_lazy("record", "What happened")),
    Column(pgettext_lazy("record", "When")),
    Column(pgettext_lazy("record", "By whom")),
    Column(gettext_lazy("Hash of the words")),
    Column(pgettext_lazy("record", "Chain")),
]
ACCESS_COLUMNS: Final = [
    Column(gettext_lazy("Case number")),
    Column(pgettext_lazy("access", "What was opened")),
    Column(gettext_lazy("What for")),
    Column(pgettext_lazy("record", "When")),
    Column(pgettext_lazy("record", "By whom")),
]
READER_COLUMNS: Final = [
    Column(pgettext_lazy("record", "When")),
    Column(pgettext_lazy("access", "Which office")),
    Column(pgettext_lazy("access", "What was opened")),
    Column(gettext_lazy("What for")),
]
ROUND_COLUMNS: Final = [
    Column(gettext_lazy("Check round")),
    Column(pgettext_lazy("record", "What happened")),
    Column(pgettext_lazy("record", "When")),
    Column(pgettext_lazy("record", "By whom")),
]
EVIDENCE_COLUMNS: Final = [
    Column(gettext_lazy("Case number")),
    Column(gettext_lazy("Hash of the file")),
    Column(pgettext_lazy("record", "When")),
    Column(pgettext_lazy("record", "By whom")),
]

EXPORT_COLUMNS: Final = [
    Column(gettext_lazy("What was taken out")),
    Column(gettext_lazy("What for")),
    Column(pgettext_lazy("record", "When")),
    Column(pgettext_lazy("record", "By whom")),
    Column(pgettext_lazy("export", "Hash of the file")),
]

_OPENED: Final[Mapping[str, Text]] = {
    "case": pgettext_lazy("access", "Case page"),
    "step": pgettext_lazy("access", "Page of a step"),
    "evidence": pgettext_lazy("access", "Evidence file"),
    "evidence_page": pgettext_lazy("access", "Page about an evidence file"),
    "original": pgettext_lazy("access", "Evidence file as handed in"),
    "look_back_file": pgettext_lazy("access", "File of a look-back"),
    "look_back_original": pgettext_lazy("access", "File of a look-back as handed in"),
    "list": pgettext_lazy("access", "Line of a list"),
    "list_file": pgettext_lazy("access", "Line of a list, taken away as a file"),
    "list_as_of": pgettext_lazy("access", "Line of a list as of a moment"),
    "as_of": pgettext_lazy("access", "Case as of a moment"),
    "changes": pgettext_lazy("access", "What was changed"),
    "papers": pgettext_lazy("access", "List of the papers of a case"),
    "official_paper": pgettext_lazy("access", "Official paper, taken away as a file"),
    "opinion": pgettext_lazy("access", "Opinion in its own words"),
    "objection": pgettext_lazy("access", "Objection in its own words"),
    "identity_request": pgettext_lazy("access", "Identity of a reporter"),
    "paper": pgettext_lazy("access", "Scan of a paper"),
    "telling": pgettext_lazy("access", "What an author is told on paper"),
    "document": pgettext_lazy("access", "Official document"),
    "document_file": pgettext_lazy("access", "File of an official document"),
    "signed_copy": pgettext_lazy("access", "Signed copy of an official document"),
    "transfer": pgettext_lazy("access", "Matter handed over"),
    "referral": pgettext_lazy("access", "Referral for accountability"),
    "plan": pgettext_lazy("access", "Versions of the plan"),
    "order": pgettext_lazy("access", "Supervision order"),
    "correct": pgettext_lazy("access", "Facts to be corrected"),
    "export": pgettext_lazy("access", "Records with words, taken out"),
}
"""By the first word of `AccessLog.what`."""


class DayFilter(forms.Form):
    """What every list of records can be narrowed to."""

    code = forms.CharField(label=gettext_lazy("Code of a person"), required=False, max_length=32)
    since = forms.DateField(label=pgettext_lazy("period", "From"), required=False)
    until = forms.DateField(label=pgettext_lazy("period", "Until"), required=False)

    def wanted(self, before_id: int | None) -> Wanted:
        """What cannot be read narrows nothing down."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return Wanted(**chosen, before_id=before_id)


class AccessFilter(DayFilter):
    number = forms.CharField(label=gettext_lazy("Case number"), required=False, max_length=20)

    field_order = ("number", "code", "since", "until")


class ReadingFilter(AccessFilter):
    purpose = forms.ChoiceField(
        label=gettext_lazy("What for"),
        required=False,
        choices=[("", pgettext_lazy("record", "Everything")), *AccessPurpose.choices],
    )


class EventFilter(AccessFilter):
    verb = forms.ChoiceField(
        label=pgettext_lazy("record", "What happened"),
        required=False,
        choices=[("", pgettext_lazy("record", "Everything")), *EventVerb.choices],
    )


def event_row(event: CaseEvent) -> Sequence[Cell]:
    return [
        Cell(str(event.case), meta=_("entry %(number)d") % {"number": event.sequence}),
        Cell(EventVerb(event.verb).label),
        Cell(moment(event.at)),
        _hand(event),
        Cell(grouped(event.payload_hash), meta=_words_left(event)),
        Cell(grouped(event.hash), light=_seal(event)),
    ]


def opened_words(what: str) -> Text:
    return _OPENED.get(what.partition(":")[0], what)


def access_row(row: AccessLog) -> Sequence[Cell]:
    return [
        Cell(str(row.case)),
        Cell(opened_words(row.what)),
        Cell(purpose_words(row)),
        Cell(moment(row.at)),
        _reader(row),
    ]


def reader_row(row: AccessLog) -> Sequence[Cell]:
    """For whose case it is: the office and no name (docs/rules.md, “Records”)."""
    return [
        Cell(moment(row.at)),
        Cell(_office_words(row)),
        Cell(opened_words(row.what)),
        Cell(purpose_words(row)),
    ]


def purpose_words(row: AccessLog) -> str:
    purpose = str(row.get_purpose_display())
    if not row.step:
        return purpose
    return _("%(purpose)s: %(step)s") % {"purpose": purpose, "step": row.get_step_display()}


def _reader(row: AccessLog) -> Cell:
    if row.person is None:
        return Cell(_("Whoever runs the server"))
    return Cell(row.person.code, meta=row.get_role_display())


def _office_words(row: AccessLog) -> str:
    if row.person is None:
        return _("Whoever runs the server")
    place = row.organisation.name if row.organisation is not None else ""
    role = str(row.get_role_display())
    if role and role in place:
        return place
    return " ".join(filter(None, (place, role))) or pgettext("access", "Somebody with a part in it")


def round_row(event: CheckRoundEvent) -> Sequence[Cell]:
    return [
        Cell(event.round.title),
        Cell(event.get_verb_display()),
        Cell(moment(event.at)),
        Cell(event.actor.code, meta=event.acting_organisation.name),
    ]


def evidence_row(evidence: Evidence) -> Sequence[Cell]:
    return [
        Cell(str(evidence.progress.measure.plan.case)),
        Cell(grouped(evidence.sha256)),
        Cell(moment(evidence.uploaded_at)),
        Cell(evidence.uploaded_by.code),
    ]


def export_row(export: RecordsExport) -> Sequence[Cell]:
    about = " – ".join(map(_day, export.about.split("/")))
    count = ngettext("%(count)d case", "%(count)d cases", export.cases) % {"count": export.cases}
    words = _("with what people wrote") if export.with_words else _("without words")
    by = export.by.code if export.by else _("Whoever runs the server")
    return [
        Cell(about, meta=f"{count} · {words}"),
        Cell(export.get_purpose_display() or "—", meta=export.basis),
        Cell(moment(export.at)),
        Cell(by, meta=export.get_acting_role_display() if export.by else ""),
        Cell(grouped(export.sha256)),
    ]


def _day(about: str) -> str:
    """A day as it is read; the number of a case stays as it is."""
    try:
        return list_date(date.fromisoformat(about))
    except ValueError:
        return about


def _hand(event: CaseEvent) -> Cell:
    if event.actor is None:
        return Cell(ActorKind(event.actor_kind).label)
    meta = event.get_acting_role_display() if event.acting_role else ""
    if event.on_behalf_of is not None:
        meta = _("for %(name)s") % {"name": event.on_behalf_of.code}
    return Cell(event.actor.code, meta=meta)


def _words_left(event: CaseEvent) -> str:
    """Of an event as `selectors.records.page_of_events` reads it."""
    return "" if cast(Any, event).has_words else pgettext("record", "words erased, hash kept")


def _seal(event: CaseEvent) -> Light:
    """Of an event as `selectors.records.page_of_events` reads it."""
    if cast(Any, event).is_sealed:
        return Light(LightColour.GREEN, pgettext("record", "Sealed"))
    return Light(LightColour.GREY, pgettext("record", "Not sealed yet"))
