"""Opinions and what was said of them since: for the intake officer and the code's holder."""

from rectification.enums import CaseStage, OpinionChannel, OpinionNoteKind, Step
from rectification.models import Case, Objection, ObjectionReview, Opinion, OpinionNote
from rectification.permissions import TRIAGE_CASES
from rectification.policies.authority import Authority
from rectification.policies.facts import facts_of
from rectification.policies.merging import entries_of, master_of
from rectification.policies.opinions import reads_opinions
from rectification.policies.separation import bar_of
from rectification.policies.townships import township_of


def may_read_opinion(case: Case, authority: Authority) -> bool:
    """The intake officer of the township, for a case that is visible to him anyway."""
    return reads_what_came(case, authority) and Opinion.objects.filter(case=case).exists()


def reads_what_came(case: Case, authority: Authority) -> bool:
    """Whether he reads reports as they came in; never about himself or his own (scenario 10)."""
    nodes = authority.nodes(TRIAGE_CASES)
    if not nodes or not reads_opinions(authority.person):
        return False
    if township_of(case) not in (None, *nodes):
        return False
    whole = {case, master_of(case)}
    return not any(bar_of(authority.person.pk, Step.TRIAGE, facts_of(part)) for part in whole)


def notes_of(opinion: Opinion) -> list[OpinionNote]:
    return list(opinion.notes.order_by("pk"))


def written_by_reporters(case: Case) -> list[str]:
    """What came in on the case, and on what joined it, in the words of those who wrote it:
    opinions, what was said of them since, objections and why an answer is contested.

    What the person concerned says against a text before its notice he says as himself (8.14).
    """
    of_whole = [case, *entries_of(case)]
    opinions = Opinion.objects.filter(case__in=of_whole).values_list("text", flat=True)
    notes = OpinionNote.objects.filter(opinion__case__in=of_whole)
    said = notes.exclude(kind=OpinionNoteKind.QUESTION).values_list("text", flat=True)
    objections = Objection.objects.filter(case=case, notice__isnull=False)
    reviews = ObjectionReview.objects.filter(objection__in=objections)
    contested = [
        *objections.values_list("text", flat=True),
        *reviews.values_list("reason", flat=True),
    ]
    return [*opinions, *said, *contested]


def last_question(opinion: Opinion) -> OpinionNote | None:
    return opinion.notes.filter(kind=OpinionNoteKind.QUESTION).order_by("-pk").first()


def reply_to(question: OpinionNote) -> OpinionNote | None:
    after = OpinionNote.objects.filter(opinion=question.opinion_id, pk__gt=question.pk)
    return after.exclude(kind=OpinionNoteKind.QUESTION).order_by("pk").first()


def open_question(opinion: Opinion) -> OpinionNote | None:
    """The question that waits for the reporter."""
    question = last_question(opinion)
    return question if question is not None and reply_to(question) is None else None


def has_code(opinion: Opinion) -> bool:
    """Whether somebody was given the code, so that he can be asked."""
    return opinion.channel in OpinionChannel.with_code()


def takes_notes(opinion: Opinion) -> bool:
    """Until the case it is handled in has ended; afterwards a new opinion is sent."""
    case = master_of(opinion.case)
    return case.stage not in CaseStage.ended() and not case.sealed
