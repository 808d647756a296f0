"""What the holder of a receipt code is told: where his matter stands, and the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rectification.enums import CaseStage
from rectification.models import IdentityRequest, Merge, Objection, Opinion
from rectification.policies.merging import master_of
from rectification.selectors.identities import granted_for
from rectification.web.dates import list_date, local_day
from rectification.web.parts import Light, LightColour, Text


@dataclass(frozen=True)
class Answer:
    """Nothing of the case itself: no number, no title, no organisation."""

    what: Text
    received_on: date
    light: Light
    text: str = ""
    answered_on: date | None = None
    outlook: Text = ""
    told: Sequence[Text] = ()


def answer_of(found: Opinion | Objection) -> Answer:
    """Besides the answer: that his identity was opened, on which day and by which document."""
    answer = _of_opinion(found) if isinstance(found, Opinion) else _of_objection(found)
    told = [_opened(row) for row in granted_for(found)]
    if isinstance(found, Opinion):
        told += [_merged(row) for row in found.case.merges.order_by("pk")]
    return replace(answer, told=told)


def _merged(merge: Merge) -> str:
    if merge.undone_at is None:
        return gettext(
            "On %(day)s your matter was merged with another one about the same fact. You keep your "
            "code, and the answer appears here."
        ) % {"day": list_date(merge.made_at)}
    return gettext(
        "From %(day)s on your matter, which had been merged with another one, is handled on its "
        "own again."
    ) % {"day": list_date(merge.undone_at)}


def _opened(request: IdentityRequest) -> str:
    return gettext(
        "On %(day)s the leading group decided that one member of the discipline committee may read "
        "your name and contact, in order to check your matter (%(number)s). Whoever reads them "
        "must keep them to himself, and each reading is recorded."
    ) % {
        "day": list_date(request.decided_at or request.requested_at),
        "number": request.document_number,
    }


def _of_opinion(opinion: Opinion) -> Answer:
    if opinion.answered_at is not None:
        return Answer(
            what=_("Opinion"),
            received_on=opinion.received_on,
            light=Light(LightColour.BLUE, _("Answered")),
            text=opinion.answer,
            answered_on=local_day(opinion.answered_at),
        )
    word, outlook = _opinion_state(master_of(opinion.case).stage)
    return Answer(
        what=_("Opinion"),
        received_on=opinion.received_on,
        light=Light(LightColour.GREEN, word),
        outlook=outlook,
    )


def _opinion_state(stage: str) -> tuple[Text, Text]:
    if stage in (CaseStage.DRAFT, CaseStage.SUBMITTED):
        return _("Received"), _(
            "The office decides within three working days whether to accept it."
        )
    if stage in CaseStage.ended():
        return _("Concluded"), _("The answer is being written; please look again later.")
    return _("Accepted, being handled"), _("You will find the answer here with the same code.")


def _of_objection(objection: Objection) -> Answer:
    if objection.decided_at is None:
        outlook = _("It is answered within ten working days; look here with the same code.")
        if not objection.timely:
            outlook = _("It came after the period; it is passed to the verifiers as a remark.")
        return Answer(
            what=_("Objection"),
            received_on=local_day(objection.received_at),
            light=Light(LightColour.GREEN, _("Being handled")),
            outlook=outlook,
        )
    return Answer(
        what=_("Objection"),
        received_on=local_day(objection.received_at),
        light=Light(LightColour.BLUE, objection.get_decision_display() or _("Answered")),
        text=objection.reply,
        answered_on=local_day(objection.decided_at),
        outlook=_("You may ask for a review within five working days."),
    )
