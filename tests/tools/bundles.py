"""Bundles as they are exported, and as somebody with database or file in hand makes them."""

import json
from hashlib import sha256
from io import BytesIO
from typing import Final

from django.db import connection

from rectification.models import Case, append_only
from rectification.services.records_export import export_records
from tools import verify_records
from workflows.invariants import breaches

Fault = tuple[str, int | None, object]

PARTS: Final = {
    "checkpoints": "checkpoints.jsonl",
    "events": "events.txt",
    "evidence": "evidence.jsonl",
    "links": "links.txt",
    "payloads": "payloads.jsonl",
    "versions": "versions.jsonl",
}


def bundle_of(
    *cases: Case, with_words: bool = True, with_register: bool = False
) -> verify_records.Bundle:
    into = BytesIO()
    pks = [case.pk for case in cases]
    export_records(
        into=into, cases=pks, about="1", with_words=with_words, with_register=with_register
    )
    return verify_records.read_bundle(into)


def broken() -> set[str]:
    """What `check_invariants` says of the database itself."""
    return {breach.rule for breach in breaches()}


def found_in(*cases: Case) -> list[Fault]:
    return verify_records.verify(bundle_of(*cases)).faults


def run(*statements: str) -> None:
    connection.check_constraints()
    append_only.release("default")
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def forged(bundle: verify_records.Bundle, **changed: bytes | None) -> verify_records.Bundle:
    """Parts are replaced or left out, and the manifest is made to fit."""
    made = {**bundle, **{PARTS[name]: content for name, content in changed.items()}}
    kept = {name: content for name, content in made.items() if content is not None}
    listed = {name: sha256(kept[name]).hexdigest() for name in kept if name != "manifest.json"}
    kept["manifest.json"] = json.dumps({"files": listed, "format": 1}).encode()
    return kept


def faults_of(bundle: verify_records.Bundle) -> list[Fault]:
    return verify_records.verify(bundle).faults
