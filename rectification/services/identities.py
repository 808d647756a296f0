"""Sealing who raised an opinion or objection, and opening it where a decision allows it."""

from dataclasses import dataclass

from rectification.models import Case, Objection, Opinion, Person, ReporterIdentity
from rectification.policies.merging import entries_of
from rectification.services.encryption import decrypt, encrypt


@dataclass(frozen=True)
class Identity:
    """Held in memory while it is shown: never store or log it."""

    name: str
    contact: str


def seal_identity(
    *,
    name: str,
    contact: str,
    opinion: Opinion | None = None,
    objection: Objection | None = None,
    entered_by: Person | None = None,
) -> ReporterIdentity:
    """Encrypt name and contact with IDENTITY_KEY into the one table that may hold them.

    `entered_by` has read them on a paper; he handles no objection of the case while it is open.
    """
    return ReporterIdentity.objects.create(
        opinion=opinion,
        objection=objection,
        sealed=encrypt({"name": name, "contact": contact}),
        entered_by=entered_by,
    )


def sealed_names(*, case: Case) -> list[str]:
    """Names of the case's reporters, for comparing in memory only: never store, log or show them.

    Those whose report joined the case are among them. The check before a publication needs them
    (docs/rules.md, “Publication”, hard blocks).
    """
    rows = [
        *ReporterIdentity.objects.filter(opinion__case__in=[case, *entries_of(case)]),
        *ReporterIdentity.objects.filter(objection__case=case),
    ]
    opened = [decrypt(row.sealed) for row in rows]
    return [plain["name"] for plain in opened if plain["name"]]


def open_identity(voice: Opinion | Objection) -> Identity | None:
    """Only for `services.identity_requests.show_identity`; None when it was erased."""
    link = {"opinion": voice} if isinstance(voice, Opinion) else {"objection": voice}
    row = ReporterIdentity.objects.filter(**link).first()
    if row is None:
        return None
    plain = decrypt(row.sealed)
    return Identity(name=plain["name"], contact=plain["contact"])
