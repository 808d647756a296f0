"""What the chain of a case is computed over: one line of JSON for each event.

Keys sorted, no blanks, UTF-8, times in UTC with six digits. Whoever proves an export computes the
same from the same line (`tools/verify_records.py`), so a field is never taken out or renamed.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from rectification.models import CaseEvent


def canonical(event: CaseEvent) -> str:
    """Codes and references alone: what people wrote is in it as the hash of the payload."""
    return line_of(
        {
            "actor": event.actor_id,
            "actor_kind": event.actor_kind,
            "at": moment(event.at),
            "case": event.case_id,
            "delegation": event.delegation_id,
            "on_behalf_of": event.on_behalf_of_id,
            "organisation": event.acting_organisation_id,
            "payload_hash": event.payload_hash,
            "previous": event.previous_hash,
            "reference": event.reference,
            "role": event.acting_role,
            "round": event.round,
            "sequence": event.sequence,
            "step": event.step,
            "verb": event.verb,
        }
    )


def head_line(case: int, sequence: int, digest: str) -> str:
    """A leaf of the tree of a checkpoint."""
    return line_of({"case": case, "hash": digest, "sequence": sequence})


def line_of(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def hash_of(line: str) -> str:
    """SHA-256, as 64 hexadecimal digits."""
    return hashlib.sha256(line.encode()).hexdigest()


def payload_hash(*, salt: str, text: str) -> str:
    """The salt keeps short words from being guessed."""
    canonical_words = json.dumps({"salt": salt, "text": text}, ensure_ascii=False, sort_keys=True)
    return hash_of(canonical_words)
