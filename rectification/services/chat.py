"""The daily digest of the township in a work chat (工作群), by the address of its robot.

Three forms of body: plain JSON for anything else, the robot of WeCom (企业微信群机器人) and that of
DingTalk (钉钉自定义机器人), whose address is signed where a secret is set.
"""

import base64
import hashlib
import hmac
import json
from http.client import HTTPException, HTTPMessage
from typing import IO, Any, Final
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from rectification.models import OutboxMessage
from rectification.notifications.carrying import Interrupted
from rectification.selectors.digests import Standing, standing_on
from rectification.services.mail_words import standing_words

SECONDS: Final = 5
LONGEST_ANSWER: Final = 64 * 1024


class ChatRefused(Exception):
    """The robot answered that it did not take the message."""


class _NoRedirect(HTTPRedirectHandler):
    """The address that was set is the only one that is spoken to."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        raise HTTPError(req.full_url, code, msg, headers, fp)


def post_digest(message: OutboxMessage) -> bool:
    """False when nothing is due: nobody is told about nothing."""
    day = timezone.localdate(message.created_at)
    standing = standing_on(day)
    if not standing:
        return False
    with override(settings.LANGUAGE_CODE):
        text = standing_words(standing)
    _post(_address(), _body(text, day.isoformat(), standing))
    return True


def _body(text: str, day: str, standing: Standing) -> dict[str, Any]:
    if settings.CHAT_FORMAT in ("wecom", "dingtalk"):
        return {"msgtype": "text", "text": {"content": text}}
    counts = {"due_today": standing.due_today, "overdue": standing.overdue}
    return {"kind": "digest", "day": day, "text": text, **counts}


def _address() -> str:
    """For DingTalk signed with the moment, as its robot wants it."""
    address = str(settings.CHAT_URL)
    if settings.CHAT_FORMAT != "dingtalk" or not settings.CHAT_SECRET:
        return address
    moment = str(round(timezone.now().timestamp() * 1000))
    secret = settings.CHAT_SECRET.encode()
    digest = hmac.new(secret, f"{moment}\n".encode() + secret, hashlib.sha256).digest()
    signed = urlencode({"timestamp": moment, "sign": base64.b64encode(digest).decode()})
    return f"{address}{'&' if '?' in address else '?'}{signed}"


def _post(address: str, body: dict[str, Any]) -> None:
    """Raises Interrupted once the robot has the message and does not say what became of it."""
    request = Request(  # noqa: S310 - the settings let nothing but https pass
        address, json.dumps(body).encode(), {"Content-Type": "application/json; charset=utf-8"}
    )
    try:
        with build_opener(_NoRedirect).open(request, timeout=SECONDS) as response:
            answer = response.read(LONGEST_ANSWER)
    except (TimeoutError, ConnectionError, HTTPException) as unknown:
        raise Interrupted from unknown
    if _refusal(answer):
        raise ChatRefused


def _refusal(answer: bytes) -> bool:
    """Both robots answer 200 and say in the body whether they took it."""
    try:
        said = json.loads(answer)
    except ValueError:
        return False
    return isinstance(said, dict) and bool(said.get("errcode"))
