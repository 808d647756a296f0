"""脱敏标记: the author decides on each mark, the second checker confirms each (rules 4.6)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification.enums import CaseLevel, MarkDecision, PublicationPurpose
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, Organisation, PublicationDecision, RedactionMark
from rectification.policies.actors import Actor
from rectification.policies.publication import is_small_group
from rectification.redaction.marking import Piece, Proposed, Surroundings, marked
from rectification.selectors.publication import last_text
from rectification.services.public_texts import known_names, must_not_hold, revealing
from rectification.wording import labelled, listed


@dataclass(frozen=True)
class Answer:
    """What the author decided on a mark; `reason` says why its words stay."""

    decision: str
    reason: str = ""


Answers = Mapping[tuple[str, str], Answer]
"""By kind and words: the same words are decided once, wherever they stand."""

NONE: Final[Answers] = MappingProxyType({})


@dataclass(frozen=True)
class Decided:
    """Title and text as they will be shown, and what was decided to get there."""

    title: str
    text: str
    answers: Mapping[Proposed, Answer]


def surroundings_of(case: Case) -> Surroundings:
    """What a machine knows about the texts of the case; reporters are not among the names.

    Whoever writes the text could otherwise find the reporter by trying out names.
    """
    of_member = case.level == CaseLevel.MEMBER
    return Surroundings(
        names=known_names(),
        of_member=of_member,
        groups=_groups(case) if of_member else {},
        places=list(Organisation.objects.values_list("name", flat=True)) if of_member else (),
    )


def _groups(case: Case) -> dict[str, str]:
    """The owner's group, if it is small, and the next one that is not."""
    group = case.owner_organisation
    if group is None or not is_small_group(group):
        return {}
    above = Organisation.objects.filter(pk__in=group.ancestor_ids()).exclude(pk=group.pk)
    wider = next((org for org in above.order_by("-path") if not is_small_group(org)), above.first())
    return {group.name: wider.name} if wider else {}


def earlier_answers(
    case: Case, purpose: str = PublicationPurpose.EFFECT
) -> dict[tuple[str, str], Answer]:
    """Words that stayed in the last text of this round, with the reason; offered, never assumed.

    What was masked in it is written down nowhere, so it is decided anew.
    """
    last = last_text(case, purpose)
    rows = last.marks.filter(decision=MarkDecision.KEEP) if last else ()
    return {(mark.kind, mark.shown): Answer(mark.decision, mark.reason) for mark in rows}


def decide_marks(*, case: Case, title: str, text: str, answers: Answers = NONE) -> Decided:
    """Mask what is to be masked; refuse while a mark is undecided or a name would stay."""
    pieces = dict(zip(("title", "text"), marked([title, text], surroundings_of(case)), strict=True))
    errors = {
        field: why
        for field, found in pieces.items()
        if (why := _undecided(found, answers) or _told_in_reasons(case, found, answers))
    }
    if errors:
        raise InvalidInput(errors, rule="4.6")
    marks = [mark for found in pieces.values() for mark in _in(found)]
    chosen = {mark: answers[mark.kind, mark.words] for mark in marks}
    shown = {field: _shown(found, chosen) for field, found in pieces.items()}
    limit = PublicationDecision._meta.get_field("title").max_length
    if limit and len(shown["title"]) > limit:
        raise InvalidInput({"title": _("The title is too long once it is masked.")}, rule="4.6")
    return Decided(shown["title"], shown["text"], chosen)


def _undecided(pieces: Iterable[Piece], given: Answers) -> str:
    open_marks = [m for m in _in(pieces) if not _settles(given.get((m.kind, m.words)), m)]
    blocking = [mark for mark in open_marks if mark.blocks]
    if blocking:
        return must_not_hold((mark.kind, mark.words) for mark in blocking)
    if not open_marks:
        return ""
    return _("Decide on what is marked: %(words)s. Mask it, or say why it stays.") % {
        "words": listed(dict.fromkeys(mark.words for mark in open_marks))
    }


def _told_in_reasons(case: Case, pieces: Iterable[Piece], given: Answers) -> str | Promise:
    """The second checker reads why words stay, and must not read there what may not be shown."""
    for mark in _in(pieces):
        answer = given[mark.kind, mark.words]
        reason = answer.reason if answer.decision == MarkDecision.KEEP else ""
        if told := revealing(case, reason=reason):
            why = _("Why “%(words)s” stays") % {"words": mark.words}
            return labelled(why, told["reason"])
    return ""


def _settles(answer: Answer | None, mark: Proposed) -> bool:
    if answer is None:
        return False
    if answer.decision == MarkDecision.MASK:
        return True
    keeps = answer.decision == MarkDecision.KEEP and bool(answer.reason.strip())
    return keeps and not mark.blocks


def _in(pieces: Iterable[Piece]) -> list[Proposed]:
    return [mark for _words, mark in pieces if mark is not None]


def _shown(pieces: Iterable[Piece], chosen: Mapping[Proposed, Answer]) -> str:
    return "".join(
        mark.replacement if mark and chosen[mark].decision == MarkDecision.MASK else words
        for words, mark in pieces
    )


def keep_marks(*, publication: PublicationDecision, decided: Decided, actor: Actor) -> None:
    """Write down what was decided; of what was masked only what stands in its place."""
    rows: defaultdict[tuple[str, str, str], str] = defaultdict(str)
    for mark, answer in decided.answers.items():
        keeps = answer.decision == MarkDecision.KEEP
        shown = mark.words if keeps else mark.replacement
        rows[mark.kind, answer.decision, shown] = answer.reason.strip() if keeps else ""
    for (kind, decision, shown), reason in rows.items():
        RedactionMark.objects.create(
            publication=publication,
            kind=kind,
            decision=decision,
            shown=shown,
            reason=reason,
            decided_by=actor.hand,
            decided_at=timezone.now(),
        )


def confirm_marks(
    *, publication: PublicationDecision, actor: Actor, confirmed: Collection[int]
) -> None:
    """The second checker agrees to every mark; to a part of them he can only return the text."""
    marks = list(publication.marks.all())
    if {mark.pk for mark in marks} - set(confirmed):
        raise CaseError(_("Confirm each mark, or return the text with reasons."), rule="4.6")
    for mark in marks:
        mark.confirmed_by = actor.hand
        mark.confirmed_at = timezone.now()
        mark.save()
