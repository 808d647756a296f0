"""What the holder of a receipt code is told: where his matter stands, and the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rectification.enums import CaseStage
from rectification.models import IdentityRequest, Merge, Objection, ObjectionReview, Opinion
from rectification.policies.merging import master_of
from rectification.selectors.identities import granted_for
from rectification.selectors.objections import contestable_until
from rectification.selectors.opinions import notes_of, open_question, takes_notes
from rectification.web.dates import list_date, local_day
from rectification.web.parts import Entry, Light, LightColour, Text
from rectification.wording import labelled


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
    notes: Sequence[Entry] = ()
    question: str = ""
    """What the intake officer asks and nobody has replied to."""
    reply_by: date | None = None
    takes_notes: bool = False
    review_until: date | None = None
    """Until when the answer to an objection may be contested."""


def answer_of(found: Opinion | Objection) -> Answer:
    """Besides the answer: that his identity was opened, on which day and by which document."""
    answer = _with_notes(found) if isinstance(found, Opinion) else _of_objection(found)
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


def _with_notes(opinion: Opinion) -> Answer:
    """Questions, replies and additions in their order, and whether more may be added."""
    question = open_question(opinion)
    return replace(
        _of_opinion(opinion),
        notes=note_entries(opinion),
        question=question.text if question else "",
        reply_by=question.due_on if question else None,
        takes_notes=takes_notes(opinion),
    )


def note_entries(opinion: Opinion) -> list[Entry]:
    return [
        Entry(note.get_kind_display(), at=note.at, detail=note.text) for note in notes_of(opinion)
    ]


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
    if stage in CaseStage.ended() - {CaseStage.LOOK_BACK}:
        return _("Concluded"), _("The answer is being written; please look again later.")
    return _("Accepted, being handled"), _IN_WORDS.get(stage, _LATER)


_LATER: Final = _("You will find the answer here with the same code.")
_IN_WORDS: Final[dict[str, Text]] = {
    CaseStage.REGISTERED: _("It is being passed to the organisation responsible."),
    CaseStage.PENDING_CLAIM: _("It is being passed to the organisation responsible."),
    CaseStage.PLANNING: _("The organisation responsible is working out how to put it right."),
    CaseStage.PLAN_REVIEW: _("How to put it right is being examined."),
    CaseStage.RECTIFYING: _("It is being put right."),
    CaseStage.FIRST_REVIEW: _("What was done is being examined."),
    CaseStage.NOTICE_PREP: _("What was done is being prepared for the notice board."),
    CaseStage.IN_NOTICE: _("What was done is shown on the notice board."),
    CaseStage.OBJECTION: _("Somebody objected to what was shown; it is being examined."),
    CaseStage.VERIFYING: _("Two people who had no part in it check whether it is put right."),
    CaseStage.LOOK_BACK: _("It is being looked at again, whether it stayed put right."),
}
"""The stage as one would tell it to a neighbour."""


def _of_objection(objection: Objection) -> Answer:
    answer = Answer(
        what=_("Objection"),
        received_on=local_day(objection.received_at),
        light=Light(LightColour.GREEN, _("Being handled")),
        notes=review_entries(objection),
    )
    if objection.decided_at is not None:
        until = contestable_until(objection)
        return replace(
            answer,
            light=Light(LightColour.BLUE, objection.get_decision_display() or _("Answered")),
            text=_standing_words(objection),
            answered_on=local_day(objection.decided_at),
            review_until=until,
        )
    if answer.notes:
        outlook = _("The answer is reviewed; that is decided within ten working days, for good.")
        light = Light(LightColour.GREEN, _("Being reviewed"))
        return replace(answer, light=light, text=objection.reply, outlook=outlook)
    return replace(answer, outlook=_outlook(objection))


def _standing_words(objection: Objection) -> str:
    """The answer; of a sealed case whose review was cut off, what was told then in its place."""
    if not objection.case.sealed:
        return objection.reply
    cut_off = ObjectionReview.objects.filter(objection=objection, reviewed_by=None).first()
    return cut_off.reply if cut_off is not None else objection.reply


def _outlook(objection: Objection) -> Text:
    if not objection.timely:
        return _("It came after the period; it is passed to the verifiers as a remark.")
    if objection.prolonged_until is not None:
        return gettext("It takes longer, until %(day)s: %(reason)s") % {
            "day": list_date(objection.prolonged_until),
            "reason": objection.prolonged_because,
        }
    return _("It is answered within ten working days; look here with the same code.")


def review_entries(objection: Objection) -> list[Entry]:
    """That a review was asked for, and what came of it."""
    review = ObjectionReview.objects.filter(objection=objection).first()
    if review is None:
        return []
    asked = Entry(gettext("Review asked for"), at=review.asked_at)
    if review.reviewed_at is None:
        return [asked]
    result = review.get_decision_display() or gettext("Ended without a decision")
    words = labelled(gettext("Reviewed"), result)
    return [asked, Entry(words, at=review.reviewed_at, detail=review.reply)]
