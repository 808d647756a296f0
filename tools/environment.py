"""The file `.env`: written once, with random keys, readable by its owner only."""

import base64
import os
import secrets
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
FILE: Final = ROOT / ".env"


def write_once(*, demo: str) -> bool:
    """True when the file was written; an existing one is never touched."""
    lines = (
        "# Written by the first start. Seal it apart from every backup (tools/sealed_keys.py):",
        "# without IDENTITY_KEY the identities of confidential reporters cannot be read again.",
        f"SECRET_KEY={secrets.token_urlsafe(64)}",
        f"IDENTITY_KEY={base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}",
        f"DEMO={demo}",
        "",
    )
    try:
        handle = os.open(FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
    return True


def read(name: str) -> str:
    """What the file says of one name; empty when it says nothing."""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition("=")
        if key.strip() == name:
            return value.strip()
    return ""


if __name__ == "__main__":
    if write_once(demo=os.environ.get("DEMO") or "1"):
        sys.stderr.write(f"Random keys written to {FILE.name}\n")
