"""Who issues an official document, who opens it, and when it is void (docs/rules.md 5)."""

from collections.abc import Mapping, Set
from typing import Any, Final

from django.utils.translation import gettext as _

from rectification.enums import DocumentKind, DocumentSeries, DocumentVariant, EventVerb
from rectification.exceptions import CaseError
from rectification.models import Appointment, Case, OfficialDocument, Person
from rectification.policies.authority import Authority, in_office
from rectification.policies.days import today
from rectification.policies.facts import facts_of
from rectification.policies.holding import recusal_text
from rectification.policies.reasons import Reason
from rectification.policies.separation import bar_of
from rectification.policies.visibility import Field
from rectification.roles import Role

RULE: Final = "5"

_OFFICE: Final = (Role.OFF,)
_BOTH: Final = (Role.OFF, Role.DIS)
_ANY_BODY: Final = (*_BOTH, Role.LG)
ISSUING: Final[Mapping[DocumentKind, tuple[Role, ...]]] = {
    DocumentKind.PLAN_APPROVAL: _OFFICE,
    DocumentKind.PUBLICATION_APPROVAL: _OFFICE,
    DocumentKind.POSTING: _OFFICE,
    DocumentKind.OBJECTION_ANSWER: _ANY_BODY,
    DocumentKind.CLOSING_SHEET: (Role.DIS,),
    DocumentKind.SUPERVISION_ORDER: _ANY_BODY,
    DocumentKind.CIRCULAR: _OFFICE,
    DocumentKind.CASE_FILE: _BOTH,
}
"""Whoever takes the act that the paper is about, or keeps the papers of the case."""

SERIES: Final[Mapping[DocumentKind, DocumentSeries]] = {
    DocumentKind.PLAN_APPROVAL: DocumentSeries.PLAN,
    DocumentKind.PUBLICATION_APPROVAL: DocumentSeries.PUBLICATION,
    DocumentKind.POSTING: DocumentSeries.NOTICE,
    DocumentKind.OBJECTION_ANSWER: DocumentSeries.ANSWER,
    DocumentKind.CLOSING_SHEET: DocumentSeries.CLOSING,
    DocumentKind.SUPERVISION_ORDER: DocumentSeries.SUPERVISION,
    DocumentKind.CIRCULAR: DocumentSeries.CIRCULAR,
    DocumentKind.ANNUAL_REPORT: DocumentSeries.REPORT,
}
"""Of what has no number of its own. A public variant never bears that of its matter."""

_READ: Final[Mapping[str, frozenset[Field]]] = {
    DocumentVariant.INTERNAL: frozenset(
        {Field.DESCRIPTION, Field.OWNER, Field.PLAN, Field.RESULTS, Field.RECORD}
    ),
    DocumentVariant.PUBLIC: frozenset({Field.RESULTS}),
}
"""What of the case somebody must read to open a paper: the internal one names people, and shows
at once what the page of the case shows or withholds bit by bit."""


def about_of(row: Any) -> str:
    """How an issued paper names what it is of: `supervisionorder:12`. Stored."""
    return f"{row._meta.model_name}:{row.pk}"


def issuing_office(case: Case, authority: Authority, kind: str) -> Appointment | None:
    """The office in which he issues papers of this kind; asked of a case that he sees."""
    owner, roles = case.owner_organisation, ISSUING.get(DocumentKind(kind), ())
    return authority.office_reaching(owner, *roles) if owner is not None and roles else None


def handling_office(
    case: Case | None, authority: Authority, document: OfficialDocument
) -> Appointment | None:
    """The same office voids it and attaches the signed copy, never another that could have issued
    such a paper; a report, which is of no case, that of whoever reaches its organisation."""
    owner = case.owner_organisation if case is not None else document.report_of
    return authority.office_reaching(owner, document.issued_role) if owner is not None else None


def why_not_handle(case: Case, person: Person, verb: EventVerb) -> Reason | None:
    """Nobody issues, voids or attaches a paper of his own side, or of a case he is recused from."""
    ground = bar_of(person.pk, verb, facts_of(case))
    return Reason(recusal_text(ground), "4.4") if ground is not None else None


def why_not_issue(valid: OfficialDocument | None) -> Reason | None:
    """One paper of a matter is valid at a time."""
    if valid is None:
        return None
    text = _(
        "This paper was issued already as %(number)s. If it is wrong, void it with a reason and "
        "issue it anew."
    )
    return Reason(text % {"number": valid.number}, RULE, CaseError)


def why_not_void(document: OfficialDocument) -> Reason | None:
    if document.void_at is None:
        return None
    text = _("%(number)s is void already; its number stays used.")
    return Reason(text % {"number": document.number}, RULE, CaseError)


def why_not_attach(document: OfficialDocument) -> Reason | None:
    if document.void_at is None:
        return None
    text = _("%(number)s is void; a signed copy goes with the paper that took its place.")
    return Reason(text % {"number": document.number}, RULE, CaseError)


def why_withheld(fields: Set[Field], variant: str) -> Reason | None:
    """What stands on a paper that is issued is whole, whoever issues it."""
    if fields >= _READ[variant]:
        return None
    text = _(
        "Part of what stands on this paper is withheld from you, and a paper that is issued is "
        "whole. Somebody who reads the whole case issues it."
    )
    return Reason(text, RULE)


def opens_document(
    document: OfficialDocument, case: Case, authority: Authority, fields: Set[Field]
) -> bool:
    """Whether a reader with these fields of its case opens the file.

    An answer to an objection is written to somebody whom the owner's side must not learn of: it is
    opened by whoever issued it alone, who is whoever wrote it, and by his office once he has left
    it. A public one that is void may say what was left out of the text since: it is opened like an
    internal one.
    """
    if document.kind == DocumentKind.OBJECTION_ANSWER:
        return document.issued_by_id == authority.person.pk or (
            Field.RESULTS in fields and _is_left_to(document, case, authority)
        )
    holds = document.void_at is None
    return fields >= _READ[document.variant if holds else DocumentVariant.INTERNAL]


def _is_left_to(document: OfficialDocument, case: Case, authority: Authority) -> bool:
    """Whoever issued it does not hold that office today, and he does: nobody else could void it."""
    office = handling_office(case, authority, document)
    if office is None or office.organisation_id != document.organisation_id:
        return False
    holders = in_office(document.issued_role, document.organisation, today())
    if holders.filter(pk=document.issued_by_id).exists():
        return False
    return why_not_handle(case, authority.person, EventVerb.DOCUMENT_VOIDED) is None
