"""Files of proof as a page shows them: when made, when handed in, and what to look at twice."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from rectification.models import Evidence, Measure
from rectification.policies.evidence import dated_otherwise, is_late
from rectification.web.case_file import Facts, Named
from rectification.web.dates import list_date, local_day
from rectification.web.parts import Cell, CellKind, Column, Light, LightColour
from rectification.wording import labelled, listed_apart

EVIDENCE_COLUMNS: Final = [
    Column(_("File")),
    Column(_("Measure")),
    Column(_("Made on"), CellKind.DATE),
    Column(_("Uploaded"), CellKind.DATE),
    Column(_("More")),
]


def evidence_rows(
    measures: Iterable[Measure], alarms: Mapping[int, list[str]] = MappingProxyType({})
) -> list[list[Cell]]:
    """`alarms` say by key of a file where else it serves, to whoever may know."""
    return [
        [
            _file_cell(proof),
            Cell(measure.position),
            Cell(proof.made_on),
            Cell(local_day(proof.uploaded_at), light=late_light(proof)),
            _more_cell(proof, alarms.get(proof.pk, [])),
        ]
        for measure in measures
        for note in measure.progress.all()
        for proof in note.evidence.all()
    ]


def evidence_ids(measures: Iterable[Measure]) -> list[int]:
    notes = [note for measure in measures for note in measure.progress.all()]
    return [proof.pk for note in notes for proof in note.evidence.all()]


def proofs_of(measure: Measure) -> list[str]:
    """Names of the files that stand for it; a version that was replaced proves nothing."""
    return [
        proof.name
        for note in measure.progress.all()
        for proof in note.evidence.all()
        if replaced_light(proof) is None
    ]


def _more_cell(proof: Evidence, alarms: list[str]) -> Cell:
    url = reverse("rectification:evidence_page", args=[proof.pk])
    light = Light(LightColour.YELLOW, gettext("Used elsewhere as well")) if alarms else None
    return Cell(_("About this file"), url, light=light, meta=listed_apart(alarms))


def _file_cell(proof: Evidence) -> Cell:
    url = reverse("rectification:evidence", args=[proof.pk])
    words = [_of_former(proof), proof.late_reason, *_days_beside(proof)]
    return Cell(
        proof.name, url, light=replaced_light(proof), meta=listed_apart(filter(None, words))
    )


def replaced_light(proof: Evidence) -> Light | None:
    """Asked of the notes at hand: no query where they were fetched with their files."""
    if all(other.replaces_id != proof.pk for other in proof.progress.evidence.all()):
        return None
    return Light(LightColour.GREY, pgettext("evidence", "Replaced"))


def _of_former(proof: Evidence) -> str:
    """Of the version that took the place of another: why."""
    if proof.replaces_id is None:
        return ""
    return labelled(gettext("Put right"), proof.replace_reason)


def late_light(proof: Evidence) -> Light | None:
    """Scenario 16: whoever judges the file sees that it was made afterwards."""
    if not is_late(proof):
        return None
    word = pgettext("evidence", "Made afterwards, explained")
    if not proof.late_reason:
        word = pgettext("evidence", "Made afterwards")
    return Light(LightColour.YELLOW, word)


def _days_beside(proof: Evidence) -> list[str]:
    """The day of the work and the day that the file tells, where they are other ones."""
    days = []
    if proof.made_on != proof.progress.done_on:
        days.append(labelled(gettext("Done on"), list_date(proof.progress.done_on)))
    if proof.dated_on is not None and dated_otherwise(proof):
        days.append(labelled(gettext("Dated by the file itself"), list_date(proof.dated_on)))
    return days


def evidence_remarks(proof: Evidence) -> list[str]:
    """The same in a line below the name of the file."""
    light, replaced = late_light(proof), replaced_light(proof)
    late = "" if light is None else str(light.word)
    if proof.late_reason:
        late = labelled(late, proof.late_reason)
    gone = "" if replaced is None else str(replaced.word)
    return [word for word in (gone, _of_former(proof), late, *_days_beside(proof)) if word]


VERSION_COLUMNS: Final = [
    Column(_("File")),
    Column(_("Uploaded"), CellKind.DATE),
    Column(_("Hash of the file as handed in")),
]


def version_rows(proof: Evidence) -> list[list[Cell]]:
    """Every version of the file, the present one first; none where there is one only."""
    rows = list(proof.progress.evidence.order_by("-pk"))
    chain = {proof.pk}
    # Newest first: each points at the one before it.
    for row in [*reversed(rows), *rows]:
        if row.pk in chain and row.replaces_id is not None:
            chain.add(row.replaces_id)
        if row.replaces_id in chain:
            chain.add(row.pk)
    versions = [row for row in rows if row.pk in chain]
    if len(versions) == 1:
        return []
    return [
        [
            Cell(
                row.name,
                reverse("rectification:evidence_page", args=[row.pk]),
                light=replaced_light(row),
                meta=_of_former(row),
            ),
            Cell(local_day(row.uploaded_at)),
            Cell(grouped(row.original_sha256)),
        ]
        for row in versions
    ]


def evidence_facts(proof: Evidence, named: Named) -> Facts:
    note = proof.progress
    return [
        (_("Measure"), f"{note.measure.position}. {note.measure.text}"),
        (_("Done on"), note.done_on),
        (_("Made on"), proof.made_on),
        (_("Dated by the file itself"), proof.dated_on),
        (_("Uploaded"), local_day(proof.uploaded_at)),
        (_("Uploaded by"), named(proof.uploaded_by) or note.measure.organisation.name),
        (_("Why it was made afterwards"), proof.late_reason),
        (_("Hash of the copy that is shown"), grouped(proof.sha256)),
        (_("Hash of the file as handed in"), grouped(proof.original_sha256)),
    ]


def evidence_hints(proof: Evidence) -> list[str]:
    """What whoever judges the file should look at twice, in whole sentences."""
    if not dated_otherwise(proof):
        return []
    return [
        gettext(
            "The file tells another day of itself than the one that was entered. Clocks and "
            "programs may be wrong: ask before you draw a conclusion."
        )
    ]


def grouped(digest: str) -> str:
    """Broken into eights, so that it fits a phone and can be compared by eye."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
