"""Sealing who raised an opinion or objection, and opening it where a decision allows it."""

import json
from dataclasses import dataclass

from cryptography.fernet import Fernet
from django.conf import settings

from rectification.models import Case, Objection, Opinion, ReporterIdentity


@dataclass(frozen=True)
class Identity:
    """Held in memory while it is shown: never store or log it."""

    name: str
    contact: str


def seal(content: bytes) -> bytes:
    """Encrypt what holds the identities of reporters beside other things: registers, scans."""
    return _cipher().encrypt(content)


def unseal(content: bytes) -> bytes:
    return _cipher().decrypt(content)


def seal_identity(
    *, name: str, contact: str, opinion: Opinion | None = None, objection: Objection | None = None
) -> ReporterIdentity:
    """Encrypt name and contact with IDENTITY_KEY into the one table that may hold them."""
    plain = json.dumps({"name": name, "contact": contact}, ensure_ascii=False)
    return ReporterIdentity.objects.create(
        opinion=opinion, objection=objection, sealed=_cipher().encrypt(plain.encode())
    )


def sealed_names(*, case: Case) -> list[str]:
    """Names of the case's reporters, for comparing in memory only: never store, log or show them.

    The check before a publication needs them (docs/rules.md, “Publication”, hard blocks).
    """
    rows = [
        *ReporterIdentity.objects.filter(opinion__case=case),
        *ReporterIdentity.objects.filter(objection__case=case),
    ]
    opened = [json.loads(_cipher().decrypt(bytes(row.sealed))) for row in rows]
    return [plain["name"] for plain in opened if plain["name"]]


def open_identity(voice: Opinion | Objection) -> Identity | None:
    """Only for `services.identity_requests.show_identity`; None when it was erased."""
    link = {"opinion": voice} if isinstance(voice, Opinion) else {"objection": voice}
    row = ReporterIdentity.objects.filter(**link).first()
    if row is None:
        return None
    plain = json.loads(_cipher().decrypt(bytes(row.sealed)))
    return Identity(name=plain["name"], contact=plain["contact"])


def _cipher() -> Fernet:
    return Fernet(settings.IDENTITY_KEY)
