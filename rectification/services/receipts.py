"""Handing out receipt codes."""

from rectification.policies.receipts import hash_of, random_code


def new_receipt() -> tuple[str, str]:
    """A fresh code to show once, and the hash to store."""
    code = random_code()
    return code, hash_of(code)
