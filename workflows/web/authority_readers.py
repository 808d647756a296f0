"""Who reads what of a case: lines of the table of authority, out of the table of sight itself."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from rectification.permissions import READ_AGGREGATES, READ_BRANCH_CASES, READ_MEMBER_CASES
from rectification.policies.visibility import ANYBODY, SIGHT, Field, Relation
from rectification.roles import ROLES, Role
from rectification.web.parts import Text
from rectification.wording import listed

READER_COLUMNS: Final[Sequence[Text]] = (
    _("Reader"),
    _("How he stands to the case"),
    _("What he reads"),
    _("How far"),
)
FIELDS: Final[Mapping[Field, Text]] = {
    Field.HEAD: pgettext_lazy("field", "number, organisation, stage and days"),
    Field.DESCRIPTION: pgettext_lazy("field", "problem"),
    Field.OWNER: pgettext_lazy("field", "names of the owner's side"),
    Field.PLAN: pgettext_lazy("field", "plan"),
    Field.EVIDENCE: pgettext_lazy("field", "evidence"),
    Field.SHARE: pgettext_lazy("field", "measures and evidence of his own unit"),
    Field.RESULTS: pgettext_lazy("field", "results"),
    Field.RECORD: pgettext_lazy("field", "record"),
    Field.SHEET: pgettext_lazy("field", "text to be published"),
    Field.METADATA: pgettext_lazy("field", "codes and hashes of the record, no word of it"),
    Field.IDENTITY: pgettext_lazy("field", "who reported"),
}
RELATIONS: Final[Mapping[Relation, Text]] = {
    Relation.OWN: _(
        "owner, the office that answers for the owner organisation, or until intake the author"
    ),
    Relation.AUTHOR: _("author of a report on somebody else, once it is registered"),
    Relation.REACH: _("by the office alone"),
    Relation.IN_CHARGE: _("holds an open step, or decided, reviewed or handled something in it"),
    Relation.VERIFIER: _("named as verifier"),
    Relation.CO_UNIT: _("answers for a co-responsible unit"),
    Relation.EXTRACT: _("holds a step that shows an extract only"),
    Relation.AUDIT: _("as auditor"),
    Relation.DISCLOSED: _("by a decision on record, until its last day"),
}
_CLASSES: Final[Mapping[str, Text]] = {
    READ_BRANCH_CASES: _("branch and committee cases"),
    READ_MEMBER_CASES: _("member cases"),
}


def reader_rows() -> list[list[Text]]:
    """The table line by line, then the offices that open no case at all."""
    named = {role for role, _relation in SIGHT}
    return [
        *(_row(role, relation, fields) for (role, relation), fields in SIGHT.items()),
        *(_row_of_nobody(role) for role in Role if role not in named),
    ]


def _row(role: str, relation: Relation, fields: Iterable[Field]) -> list[Text]:
    who = _("whoever it is") if role == ANYBODY else Role(role).label
    held = set(fields)
    words = listed(str(FIELDS[field]) for field in Field if field in held)
    return [who, RELATIONS[relation], words, _reach(role, relation)]


def _row_of_nobody(role: Role) -> list[Text]:
    figures = READ_AGGREGATES in ROLES[role].grants
    words: Text = _("figures only") if figures else _("none by the office alone")
    return [role.label, RELATIONS[Relation.REACH], words, "–"]


def _reach(role: str, relation: Relation) -> str:
    if relation == Relation.AUDIT:
        return str(_("the whole township"))
    if relation != Relation.REACH:
        return gettext("this case only")
    spec = ROLES[Role(role)]
    where = _("the whole township") if spec.township_wide else _("own organisation")
    classes = [str(words) for right, words in _CLASSES.items() if right in spec.grants]
    return gettext("%(where)s: %(cases)s") % {"where": where, "cases": listed(classes)}
