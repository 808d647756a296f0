"""How look-backs are worded: on the page of the case, and in the list of those to come and done."""

from typing import Final

from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from rectification.enums import LookBackResult
from rectification.models import LookBack, LookBackCandidate, LookBackFile
from rectification.selectors.look_back_draws import Coverage
from rectification.web.access import address
from rectification.web.case_file import Part
from rectification.web.dates import full_date, list_date, local_day, span_words
from rectification.web.draw_pages import Candidate
from rectification.web.lights import Lights
from rectification.web.parts import Cell, CellKind, Column, Light, LightColour, Row
from rectification.wording import labelled


def until_words(look_back: LookBack) -> str:
    return gettext("Before %(day)s") % {"day": full_date(look_back.due_on)}


def state_of(look_back: LookBack) -> Light:
    if look_back.void_at is not None:
        return Light(LightColour.GREY, pgettext("look-back", "Void"))
    if look_back.ended_at is None:
        if look_back.begun_at is None:
            return Light(LightColour.GREY, pgettext("look-back", "To come"))
        return Light(LightColour.YELLOW, pgettext("look-back", "Under way"))
    if look_back.is_relapse:
        return Light(LightColour.RED, look_back.get_result_display())
    return Light(LightColour.BLUE, LookBackResult.CONSOLIDATED.label)


def coverage_row(found: Coverage, *, named: bool) -> list[Cell]:
    """Of a quarter of one township; `named` where the reader follows more than one."""
    draw = found.draw
    return [
        Cell(
            span_words(found.since, found.until),
            meta=found.committee.name if named else "",
        ),
        Cell(found.closed),
        Cell(found.looked),
        Cell(found.to_come),
        Cell(
            gettext("%(count)d drawn") % {"count": draw.size} if draw else "",
            url=address("rectification:look_back_draw", draw.pk) if draw else "",
        ),
    ]


COVERAGE_COLUMNS: Final = (
    Column(_("Struck off from, until")),
    Column(pgettext_lazy("look-back", "Struck off"), CellKind.FIGURE),
    Column(pgettext_lazy("look-back", "Looked at again"), CellKind.FIGURE),
    Column(pgettext_lazy("look-back", "To come"), CellKind.FIGURE),
    Column(_("Random draw")),
)


def drawn_candidate(row: LookBackCandidate) -> Candidate:
    """By number and organisation, as in the list of look-backs: never of whom it is."""
    owner = row.case.owner_organisation
    return Candidate(row.number, owner.name if owner else "", row.is_drawn)


def look_back_part(look_back: LookBack, *, full: bool, shows_files: bool) -> Part:
    """`full` shows the words and who looked; the result is there for whoever reads the file, what
    was seen as files for those who see evidence."""
    ended = look_back.ended_at
    looker = look_back.looker.name if look_back.looker and full else ""
    return Part(
        title=look_back.get_kind_display(),
        light=state_of(look_back),
        facts=[
            (_("Ground"), look_back.get_ground_display()),
            (_("To be done by"), look_back.due_on if ended is None else None),
            (_("Looked back by"), looker),
            (_("Number of the reply from the level above"), look_back.reply_number),
            (_("Concluded on"), local_day(ended) if ended else None),
            (
                pgettext_lazy("look-back", "What was found"),
                look_back.statement if full else "",
            ),
            (_("Why the office does not agree"), look_back.decision_reason if full else ""),
            (_("Settled with the reason"), look_back.settled_reason if full else ""),
        ],
        columns=_FILE_COLUMNS if shows_files else (),
        rows=_file_rows(look_back) if shows_files else (),
    )


_FILE_COLUMNS: Final = (
    Column(pgettext_lazy("look-back", "Files of what was seen")),
    Column(_("Handed in"), CellKind.DATE),
)


def _file_rows(look_back: LookBack) -> list[list[Cell]]:
    return [
        [
            Cell(row.name, address("rectification:look_back_file", row.pk)),
            Cell(local_day(row.uploaded_at), meta=_dated(row)),
        ]
        for row in look_back.files.all()
    ]


def _dated(row: LookBackFile) -> str:
    if row.dated_on is None:
        return ""
    return labelled(gettext("Dated by the file itself"), list_date(row.dated_on))


def look_back_row(look_back: LookBack, lights: Lights, *, url: str) -> Row:
    """By number and organisation alone: whoever names who looks does not read the case (4.9).

    Without `url` the reader does not see the case, and so not what was found either.
    """
    case, ended = look_back.case, look_back.ended_at
    owner = case.owner_organisation
    found = state_of(look_back) if url else Light(LightColour.GREY, pgettext("look-back", "Done"))
    return Row(
        title=case.number or "",
        url=url,
        light=found if ended else lights.due(look_back.due_on),
        meta=[
            owner.name if owner else "",
            look_back.get_kind_display(),
            look_back.get_ground_display(),
            list_date(local_day(ended)) if ended else until_words(look_back),
        ],
    )
