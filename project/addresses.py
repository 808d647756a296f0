"""Where a request comes from; used to count failed logins and for nothing else."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The peer's address, behind a trusted proxy the one it noted last.

    What stands before the last one was written by the client and may be anything.
    """
    peer: str | None = request.META.get("REMOTE_ADDR") or None
    if not settings.TRUSTED_PROXY:
        return peer
    noted = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(noted))
    except ValueError:
        return peer
