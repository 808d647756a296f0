"""One line of JSON and its hash: what everything is proved by (docs/decisions/0033).

Keys sorted, no blanks, UTF-8, times in UTC with six digits. `tools/verify_records.py` computes the
same without the product, so nothing of this may ever change.
"""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any


def line_of(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def hash_of(line: str) -> str:
    """SHA-256, as 64 hexadecimal digits."""
    return hashlib.sha256(line.encode()).hexdigest()


def salted(*, salt: str, values: dict[str, Any]) -> str:
    """The salt keeps short values from being guessed, and goes when they are erased."""
    return hash_of(line_of({"salt": salt, "values": values}))


def plain(value: Any) -> Any:
    """A value of a field as it stands in a line; what has a form of its own is written as text."""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)
