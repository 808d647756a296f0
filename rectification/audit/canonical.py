"""What the chain of a case is computed over: one line of JSON for each event.

Keys sorted, no blanks, UTF-8, times in UTC with six digits. Whoever proves an export computes the
same from the same line (`tools/verify_records.py`), so a field is never taken out or renamed.
"""

import json
from typing import Any, Final

from rectification.enums import ActorKind
from rectification.hashing import hash_of, line_of, moment
from rectification.models import CaseEvent, PaperEvent

REGISTER: Final = 0
"""In place of a case in the lines of the register of papers that are of none; no case has it."""


_OF_NO_CASE: Final = {
    "actor_kind": ActorKind.PERSON,
    "case": REGISTER,
    "delegation": None,
    "on_behalf_of": None,
    "round": 0,
    "step": "",
}
"""What an event of a case tells besides, in a line of the register: the same fields, so that
whoever proves an export proves it like the chain of a case."""


def canonical(event: CaseEvent | PaperEvent) -> str:
    """Codes and references alone: what people wrote is in it as the hash of the payload.

    `files` and `versions` name what the act stored, each with its hash. `format` is that of the
    line itself: one that needs other fields has another number and a branch of its own here.
    """
    besides = _of_case(event) if isinstance(event, CaseEvent) else _OF_NO_CASE
    return line_of(
        {
            **besides,
            "actor": event.actor_id,
            "at": moment(event.at),
            "files": event.files.splitlines(),
            "format": event.format,
            "organisation": event.acting_organisation_id,
            "payload_hash": event.payload_hash,
            "previous": event.previous_hash,
            "reference": event.reference,
            "request": event.request,
            "role": event.acting_role,
            "sequence": event.sequence,
            "verb": event.verb,
            "versions": event.versions.splitlines(),
        }
    )


def _of_case(event: CaseEvent) -> dict[str, Any]:
    return {
        "actor_kind": event.actor_kind,
        "case": event.case_id,
        "delegation": event.delegation_id,
        "on_behalf_of": event.on_behalf_of_id,
        "round": event.round,
        "step": event.step,
    }


def head_line(case: int | None, sequence: int, digest: str) -> str:
    """A leaf of the tree of a checkpoint; without a case, of the register."""
    return line_of({"case": case or REGISTER, "hash": digest, "sequence": sequence})


def payload_hash(*, salt: str, text: str) -> str:
    """The salt keeps short words from being guessed."""
    canonical_words = json.dumps({"salt": salt, "text": text}, ensure_ascii=False, sort_keys=True)
    return hash_of(canonical_words)
