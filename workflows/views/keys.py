"""The key that comes with a page and makes a repeated request the same one."""

import re
from typing import Final

from django.http import HttpRequest

_SHAPE: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def key_of(request: HttpRequest) -> str:
    """The idempotency key of the page; anything that is none of ours counts as no key."""
    key: str = request.POST.get("idempotency_key", "")
    return key if _SHAPE.fullmatch(key) else ""
