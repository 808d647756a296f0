"""异议答复书: the reasoned answer to whoever objected, without a word of who he is.

Record and page tell that there was an objection, of which kind and with which result; the answer
is for its receiver, so the paper is made by whoever wrote it. What a review answered is a paper of
its own beside the one that was contested.
"""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rectification.documents.papers.base import PUBLIC, Paper, Reading, Subject
from rectification.documents.papers.shown import public_form, variants_of
from rectification.documents.typesetting import Block, Contents, Layout, Line
from rectification.enums import DocumentKind, DocumentVariant, EventVerb
from rectification.models import Objection, ObjectionReview, Person
from rectification.policies.visibility import Field
from rectification.roles import Role
from rectification.selectors.objections import contestable_until, standing_answer
from rectification.wording import bracketed, full_date, local_day


def subjects(reading: Reading) -> Sequence[Subject]:
    """Answers that stand, of whoever handled, reviewed or decided them himself."""
    if not reading.shows(Field.RESULTS):
        return []
    me = reading.sight.reader
    own = Q(handled_by=me) | Q(decided_by=me) | Q(review__reviewed_by=me)
    rows = Objection.objects.filter(own, case=reading.case, decided_at__isnull=False)
    found = rows.select_related("case", "notice__decision", "publication", "review")
    variants = variants_of(reading)
    return [
        Subject(row.pk, _answer(row), _label(row), variants)
        for row in found.order_by("-pk")
        if _wrote(row, me)
    ]


def _answer(objection: Objection) -> Objection | ObjectionReview:
    """What stands; a review that nobody decided ended with the case and is no answer of its own."""
    answer = standing_answer(objection)
    is_decided = isinstance(answer, ObjectionReview) and answer.reviewed_by_id is not None
    return answer if is_decided else objection


def _wrote(objection: Objection, reader: Person) -> bool:
    answer = _answer(objection)
    return isinstance(answer, Objection) or answer.reviewed_by_id == reader.pk


def _label(objection: Objection) -> str:
    return bracketed(objection.get_kind_display(), full_date(objection.received_at))


def facts(
    reading: Reading, answer: Objection | ObjectionReview, variant: DocumentVariant
) -> Contents:
    if variant == PUBLIC:
        return public_form(reading, DocumentKind.OBJECTION_ANSWER)
    objection = answer.objection if isinstance(answer, ObjectionReview) else answer
    words = {
        "day": full_date(objection.received_at),
        "title": objection.contested_text.title,
        "kind": objection.get_kind_display(),
    }
    body: list[Block] = [
        Line(
            _(
                "Your objection of %(day)s to the notice “%(title)s” (%(kind)s) was received. It "
                "was examined, and is answered as follows."
            )
            % words
        ),
        Line(pgettext("answer", "Decision"), level=1),
        Line(str(objection.get_decision_display())),
        Line(pgettext("answer", "Reasons"), level=1),
        Line(standing_answer(objection).reply),
        Line(pgettext("answer", "If you do not agree"), level=1),
        Line(_way_of_review(objection)),
    ]
    answered = local_day(objection.decided_at) if objection.decided_at else None
    return Contents(
        layout=OBJECTION_ANSWER.layout,
        title=str(DocumentKind.OBJECTION_ANSWER.label),
        day=reading.day,
        dated=answered,
        receiver=pgettext("answer", "To whoever objected"),
        body=body,
        signature=_body_of(reading, answer),
        signed_on=answered,
    )


def _way_of_review(objection: Objection) -> str:
    until = contestable_until(objection)
    if until is None:
        return _("This answer is final in this procedure. You may send an opinion at any time.")
    text = _("Until %(day)s you may ask for a review once, by the code of your receipt.")
    return text % {"day": full_date(until)}


def _body_of(reading: Reading, answer: Objection | ObjectionReview) -> str:
    """The body whose answer it is, as the record has it of a review."""
    if isinstance(answer, ObjectionReview):
        event = reading.act([EventVerb.REVIEW_DECIDED], f"objection:{answer.objection_id}")
        role = event.acting_role if event is not None else ""
    else:
        role = answer.handled_role
    return str(Role(role).label) if role else ""


OBJECTION_ANSWER = Paper(DocumentKind.OBJECTION_ANSWER, Layout.RUNNING, subjects, facts)
