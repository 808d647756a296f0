"""发布前泄露检查: nothing is posted that would give somebody away, whoever posts it (4.6)."""

from collections.abc import Callable, Iterable, Sequence

from django.utils.translation import gettext as _

from rectification.exceptions import CaseError
from rectification.models import Case, Notice
from rectification.policies.merging import entries_of
from rectification.redaction.faces import Face
from rectification.redaction.folding import plain
from rectification.redaction.leaks import Secrets, leaks
from rectification.selectors.opinions import written_by_reporters
from rectification.selectors.plans import measures_of
from rectification.selectors.referrals import sealed_words
from rectification.services.identities import sealed_names
from rectification.services.public_texts import known_names
from rectification.wording import listed

Show = Callable[[Notice], Sequence[Face]]
"""Gives every form in which a notice will be shown, as its readers will get it."""


def refuse_leaks_of_notice(*, notice: Notice, show: Show) -> None:
    """Refuse to post when one of the forms gives somebody away; the forms must be the notice's."""
    decision, faces = notice.decision, show(notice)
    if not any(_bare(decision.text) in _bare(face.text) for face in faces):
        raise CaseError(_("Nothing is posted before its page has been checked."), rule="4.6")
    _refuse(notice.case, [*_texts_of(decision.title, decision.text), *faces])


def refuse_leaks_of_text(*, case: Case, title: str, text: str, reasons: Iterable[str]) -> None:
    """The same of the text alone, and of the reasons why marked words stay.

    Asked of the second checker and never of the author, who could otherwise find the reporter by
    trying out names.
    """
    why = [Face(_("reason why a mark stays"), reason) for reason in reasons]
    _refuse(case, [*_texts_of(title, text), *why])


def holds_leaks(*, case: Case, text: str) -> bool:
    """Whether the text would be stopped; whoever wrote it must not be told."""
    return bool(leaks([Face("", text)], _secrets_of(case)))


def _refuse(case: Case, faces: Sequence[Face]) -> None:
    """Says where, in the same words for whatever it is: it may be the name of a reporter.

    Whoever reads this can return the text.
    """
    found = leaks(faces, _secrets_of(case))
    if not found:
        return
    raise CaseError(
        _(
            "The check for leaks stopped this: something that must not be shown stands in "
            "%(places)s. Return it and have the names, numbers and words of the report taken out."
        )
        % {"places": listed(dict.fromkeys(str(leak.where) for leak in found))},
        rule="4.6",
    )


def _texts_of(title: str, text: str) -> list[Face]:
    return [Face(_("public title"), title), Face(_("public text"), text)]


def _secrets_of(case: Case) -> Secrets:
    """Everybody known here and every reporter; the words of all reports that joined the case, and
    of referrals, which are never shown (8.12)."""
    whole = [case, *entries_of(case)]
    return Secrets(
        names=[*known_names(), *sealed_names(case=case)],
        originals=[
            *(part.description for part in whole),
            *written_by_reporters(case),
            *(text for part in whole for text in sealed_words(part)),
        ],
        own_words=[
            *(part.title for part in whole),
            case.standard_ref,
            case.effect_statement,
            *(measure.text for measure in measures_of(case)),
        ],
    )


def _bare(text: str) -> str:
    return "".join(plain(text).split())
