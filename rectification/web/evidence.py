"""Files of proof as a page shows them: when made, when handed in, and what to look at twice."""

from collections.abc import Iterable
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from rectification.models import Evidence, Measure
from rectification.policies.evidence import is_late
from rectification.web.dates import list_date, local_day
from rectification.web.parts import Cell, CellKind, Column, Light, LightColour
from rectification.wording import labelled

EVIDENCE_COLUMNS: Final = [
    Column(_("File")),
    Column(_("Measure")),
    Column(_("Made on"), CellKind.DATE),
    Column(_("Uploaded"), CellKind.DATE),
]


def evidence_rows(measures: Iterable[Measure]) -> list[list[Cell]]:
    return [
        [
            Cell(proof.name, url=reverse("rectification:evidence", args=[proof.pk])),
            Cell(measure.position),
            Cell(proof.made_on, meta=_done_words(proof)),
            Cell(local_day(proof.uploaded_at), light=late_light(proof), meta=proof.late_reason),
        ]
        for measure in measures
        for note in measure.progress.all()
        for proof in note.evidence.all()
    ]


def late_light(proof: Evidence) -> Light | None:
    """Scenario 16: whoever judges the file sees that it was made afterwards."""
    if not is_late(proof):
        return None
    word = pgettext("evidence", "Made afterwards, explained")
    if not proof.late_reason:
        word = pgettext("evidence", "Made afterwards")
    return Light(LightColour.YELLOW, word)


def _done_words(proof: Evidence) -> str:
    """The day of the work, where the file was not made on it."""
    done_on = proof.progress.done_on
    if proof.made_on == done_on:
        return ""
    return labelled(gettext("Done on"), list_date(done_on))


def evidence_remarks(proof: Evidence) -> list[str]:
    """The same in a line below the name of the file."""
    light = late_light(proof)
    late = "" if light is None else str(light.word)
    if proof.late_reason:
        late = labelled(late, proof.late_reason)
    return [word for word in (late, _done_words(proof)) if word]
