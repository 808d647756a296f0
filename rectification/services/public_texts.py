"""The hard blocks on every text that is to be shown, whoever wants to show it (4.6)."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification.enums import CaseLevel, IdentityDecision
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, Person
from rectification.policies.actors import Actor
from rectification.policies.own_words import repeats
from rectification.policies.publication import may_be_published
from rectification.policies.reasons import require_reason
from rectification.redaction import FindingKind, findings
from rectification.selectors.opinions import written_by_reporters
from rectification.services.identities import sealed_names
from rectification.wording import listed


def refuse_unpublishable(case: Case) -> None:
    """Secrecy blocks publication for every role, by page, by interface and by administration."""
    if not may_be_published(case):
        raise CaseError(
            _(
                "The case is not marked “may be made public”, so nothing of it can be published. "
                "Propose that nothing is published instead."
            ),
            rule="4.6",
        )


def refuse_revealing(*, case: Case, title: str, text: str) -> None:
    """Refuse names of people known here, numbers that lead to somebody, and private matters."""
    revealed = revealing(case, title=title, text=text)
    if revealed:
        raise InvalidInput(revealed, rule="4.6")


def revealing(case: Case, **texts: str) -> dict[str, str | Promise]:
    """By field, why a text that gives somebody away cannot stand."""
    names, of_member = known_names(), case.level == CaseLevel.MEMBER
    errors: dict[str, str | Promise] = {}
    for field, value in texts.items():
        found = findings(value, names, of_member=of_member)
        blocking = [finding for finding in found if finding.blocks]
        if blocking:
            errors[field] = must_not_hold((one.kind, one.excerpt) for one in blocking)
    return errors


def known_names() -> list[str]:
    """Everybody in the roster: members, owners, holders of office."""
    return list(Person.objects.order_by("pk").values_list("name", flat=True))


def _refuse_naming_reporters(case: Case, **texts: str) -> None:
    """Refuse a record in which a reporter of the case is named, beside the field that names him.

    Of handlers who have read his words: what they write is kept in the open for good. Other
    people and numbers may stand in it, for a record is no public text.
    """
    names = sealed_names(case=case)
    errors: dict[str, str | Promise] = {
        field: _("The text names somebody who must not be named here. Leave the name out.")
        for field, text in texts.items()
        if any(finding.kind == FindingKind.NAME for finding in findings(text, names))
    }
    if errors:
        raise InvalidInput(errors, rule="4.7")


def repeating_reporters(case: Case, **texts: str) -> dict[str, str | Promise]:
    """By field, why a text that repeats what a reporter wrote cannot stand."""
    written = written_by_reporters(case)
    return {
        field: _("Put the opinion into your own words; its style may identify who wrote it.")
        for field, text in texts.items()
        if repeats(text, written)
    }


def refuse_repeating_reporters(case: Case, **texts: str) -> None:
    """Refuse a record in the words of a reporter: others read it, who must not find him by it."""
    if errors := repeating_reporters(case, **texts):
        raise InvalidInput(errors, rule="8.10")


def refuse_betraying(case: Case, actor: Actor, **texts: str) -> None:
    """The owner reads what was found, and must not find by it who reported or objected.

    The name is looked for where the leading group has let the writer read it: whoever does not
    know it would learn it from being refused. This is the one way for every text of the record;
    what is to be shown is searched before a second person (`services.leak_test`).
    """
    refuse_repeating_reporters(case, **texts)
    granted = case.identity_requests.filter(decision=IdentityDecision.GRANTED)
    if granted.filter(requested_by=actor.hand).exists():
        _refuse_naming_reporters(case, **texts)


def require_own_words(
    case: Case, actor: Actor, text: str, *, field: str = "reason", rule: str
) -> str:
    """The reason as others will read it: long enough, and neither naming nor quoting a reporter."""
    found = require_reason(text, field=field, rule=rule)
    refuse_betraying(case, actor, **{field: found})
    return found


def must_not_hold(found: Iterable[tuple[FindingKind, str]]) -> str:
    """Why a text cannot be shown: what of which kind has to be left out."""
    held = list(found)
    return _("The text must not hold: %(kinds)s (%(excerpts)s). Leave it out or mask it.") % {
        "kinds": listed(dict.fromkeys(str(kind.label) for kind, _words in held)),
        "excerpts": listed(dict.fromkeys(words for _kind, words in held)),
    }
