"""What the chain of a case is computed over: one line of JSON for each event.

Keys sorted, no blanks, UTF-8, times in UTC with six digits. Whoever proves an export computes the
same from the same line (`tools/verify_records.py`), so a field is never taken out or renamed.
"""

import json

from rectification.hashing import hash_of, line_of, moment
from rectification.models import CaseEvent


def canonical(event: CaseEvent) -> str:
    """Codes and references alone: what people wrote is in it as the hash of the payload.

    `files` and `versions` name what the act stored, each with its hash. `format` is that of the
    line itself: one that needs other fields has another number and a branch of its own here.
    """
    return line_of(
        {
            "actor": event.actor_id,
            "actor_kind": event.actor_kind,
            "at": moment(event.at),
            "case": event.case_id,
            "delegation": event.delegation_id,
            "files": event.files.splitlines(),
            "format": event.format,
            "on_behalf_of": event.on_behalf_of_id,
            "organisation": event.acting_organisation_id,
            "payload_hash": event.payload_hash,
            "previous": event.previous_hash,
            "reference": event.reference,
            "request": event.request,
            "role": event.acting_role,
            "round": event.round,
            "sequence": event.sequence,
            "step": event.step,
            "verb": event.verb,
            "versions": event.versions.splitlines(),
        }
    )


def head_line(case: int, sequence: int, digest: str) -> str:
    """A leaf of the tree of a checkpoint."""
    return line_of({"case": case, "hash": digest, "sequence": sequence})


def payload_hash(*, salt: str, text: str) -> str:
    """The salt keeps short words from being guessed."""
    canonical_words = json.dumps({"salt": salt, "text": text}, ensure_ascii=False, sort_keys=True)
    return hash_of(canonical_words)
