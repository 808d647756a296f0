"""The marks of a text as fields: one tap for each (docs/rules.md 4.6)."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rectification.enums import MarkDecision
from rectification.models import RedactionMark
from rectification.redaction.marking import Piece, Proposed, marked
from rectification.services.redaction_marks import (
    Answer,
    Answers,
    earlier_answers,
    surroundings_of,
)
from rectification.wording import bracketed, labelled
from workflows.forms.reviewing import ProposalForm, ReturnableForm

PREFIX: Final = "mark-"
WHY: Final = "-why"


@dataclass(frozen=True)
class Shown:
    """A stretch of a text; what a machine marked carries a word beside its colour."""

    words: str
    word: str | Promise = ""
    look: str = ""


class OneOrMore(forms.RadioSelect):
    """Where there is nothing to choose, the only way is chosen when the mark is first shown."""

    def format_value(self, value: Any) -> Any:
        only = [way for way, _label in self.choices] if len(list(self.choices)) == 1 else []
        return super().format_value(value or only)


class MarkedProposal(ProposalForm):
    """Fields `mark-<key>` and `mark-<key>-why` for everything marked in title and text.

    The key follows from the words, so that an answer outlives every edit beside them.
    """

    def add_marks(self) -> None:
        earlier = earlier_answers(self.case, **self.about)
        for mark in self.marks:
            self.fields.update(_fields_of(mark, earlier.get((mark.kind, mark.words))))

    @cached_property
    def marked(self) -> list[list[Piece]]:
        """Title and text as typed, cut into what a machine marks in them and what it does not."""
        texts = [self[name].value() or "" for name in ("title", "text")]
        return marked(texts, surroundings_of(self.case))

    @cached_property
    def marks(self) -> list[Proposed]:
        """Everything marked, each once."""
        return list(dict.fromkeys(mark for text in self.marked for _words, mark in text if mark))

    def marked_texts(self) -> list[list[Shown]]:
        """Title and text with their marks, for the page."""
        return [
            [
                Shown(words, mark.kind.label, "must" if mark.blocks else "may")
                if mark
                else Shown(words)
                for words, mark in pieces
            ]
            for pieces in self.marked
        ]

    def mark_rows(self) -> list[list[BoundField]]:
        """For each mark what is decided on it, and why it stays where it may."""
        names = [(_key_of(mark), _key_of(mark) + WHY) for mark in self.marks]
        return [[self[name] for name in pair if name in self.fields] for pair in names]

    def shared_fields(self) -> list[BoundField]:
        """Marks have a place of their own."""
        return [bound for bound in super().shared_fields() if not bound.name.startswith(PREFIX)]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for mark in self.marks if data.get("decision") == "publish" else ():
            name = _key_of(mark)
            if data.get(name) == MarkDecision.KEEP and not data.get(name + WHY):
                self.add_error(name + WHY, _("Say why these words stay."))
        return data

    @property
    def answers(self) -> Answers:
        """What was chosen; marks left open have no answer."""
        data = self.cleaned_data
        return {
            (mark.kind, mark.words): Answer(chosen, data.get(_key_of(mark) + WHY, ""))
            for mark in self.marks
            if (chosen := data.get(_key_of(mark)))
        }


class MarkChecks(ReturnableForm):
    """A box `mark-<pk>` for each mark of the version under review."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for mark in self.marks:
            self.fields[f"{PREFIX}{mark.pk}"] = forms.BooleanField(
                label=_("I confirm: %(mark)s") % {"mark": _told(mark)},
                required=False,
            )

    @cached_property
    def marks(self) -> list[RedactionMark]:
        """What the author decided; this second person agrees to each or returns the text."""
        return list(self.proposal.marks.order_by("pk")) if self.proposal else []

    def marked_texts(self) -> list[list[Shown]]:
        """Title and text with what was decided, for the page."""
        texts = [self.proposal.title, self.proposal.text] if self.proposal else []
        return [_decided_pieces(text, self.marks) for text in texts]

    def mark_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def shared_fields(self) -> list[BoundField]:
        """Marks have a place of their own."""
        return []

    @property
    def confirmed(self) -> list[int]:
        return [mark.pk for mark in self.marks if self.cleaned_data[f"{PREFIX}{mark.pk}"]]


def _key_of(mark: Proposed) -> str:
    return PREFIX + sha256(f"{mark.kind}:{mark.words}".encode()).hexdigest()[:12]


def _fields_of(mark: Proposed, earlier: Answer | None) -> dict[str, forms.Field]:
    """Names, numbers and private matters can only be masked."""
    masks = _("Mask: %(words)s") % {"words": mark.replacement}
    choices: list[tuple[str, str | Promise]] = [(MarkDecision.MASK.value, masks)]
    fields: dict[str, forms.Field] = {}
    if not mark.blocks:
        choices.append((MarkDecision.KEEP.value, MarkDecision.KEEP.label))
        fields[_key_of(mark) + WHY] = forms.CharField(
            label=_("Why “%(words)s” stays") % {"words": mark.words},
            required=False,
            max_length=200,
            initial=earlier.reason if earlier else "",
        )
    choice = forms.ChoiceField(
        label=labelled(mark.kind.label, mark.words),
        required=False,
        choices=choices,
        widget=OneOrMore,
        help_text=_("Kept before: %(reason)s") % {"reason": earlier.reason} if earlier else "",
        initial=earlier.decision if earlier else "",
    )
    return {_key_of(mark): choice, **fields}


def _told(mark: RedactionMark) -> str:
    what = {"kind": mark.get_kind_display(), "words": mark.shown}
    if mark.decision == MarkDecision.MASK:
        return _("%(kind)s, masked: %(words)s") % what
    kept = _("%(kind)s, kept: %(words)s") % what
    return bracketed(kept, labelled(_("Reason"), mark.reason))


def _decided_pieces(text: str, marks: list[RedactionMark]) -> list[Shown]:
    found = [Shown(text)]
    for mark in sorted(marks, key=lambda mark: -len(mark.shown)):
        found = [part for whole in found for part in _cut(whole, mark)]
    return found


def _cut(whole: Shown, mark: RedactionMark) -> list[Shown]:
    """What stands for the mark, wherever it stands."""
    if whole.word or not mark.shown:
        return [whole]
    word = gettext_lazy("masked") if mark.decision == MarkDecision.MASK else gettext_lazy("kept")
    piece = Shown(mark.shown, word, mark.decision)
    parts: list[Shown] = []
    for at, words in enumerate(whole.words.split(mark.shown)):
        parts += [piece] if at else []
        parts += [Shown(words)] if words else []
    return parts
