"""Who asks, when a proxy stands in front."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address by which wrong passwords are counted (AXES_CLIENT_IP_CALLABLE).

    Behind the proxy everybody comes from its address, so that one stranger could lock out
    everybody's account. Of `X-Forwarded-For` only the last entry counts, which the proxy writes
    itself; whatever stands before it was sent by the client and may be invented.
    """
    own = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.BEHIND_PROXY:
        return own
    last = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    try:
        return str(ip_address(last))
    except ValueError:
        return own
