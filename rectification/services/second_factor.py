"""The second factor: a code from an authenticator, and ten recovery codes for a lost phone.

The devices are those of django-otp. Of a recovery code only a keyed hash is stored.
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from rectification.enums import AccountEventVerb
from rectification.exceptions import InvalidInput, NotAllowed
from rectification.models import Person, User
from rectification.notifications import queue
from rectification.policies.accounts import require_administrator_of, second_factor_required
from rectification.policies.authority import authority_of
from rectification.services.account_events import record_account_event
from rectification.services.sessions import end_sessions

CODES: Final = 10
CODE_LENGTH: Final = 10
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Verdict:
    """Whether the code was right; `again_at` is set when it was not looked at yet."""

    passed: bool
    again_at: datetime | None = None


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator needs: the address in the picture, and the key to type."""

    address: str
    key: str


def new_key() -> str:
    """A key nobody has yet, as hexadecimal figures."""
    return default_key()


def enrolment_of(*, user: User, key: str) -> Enrolment:
    device = TOTPDevice(user=user, key=key)
    typed = base64.b32encode(device.bin_key).decode()
    groups = [typed[i : i + 4] for i in range(0, len(typed), 4)]
    return Enrolment(device.config_url, " ".join(groups))


@transaction.atomic
def set_up(*, user: User, key: str, code: str) -> list[str]:
    """Take the key into use, once a code proves that the phone has it; gives the recovery codes.

    Another key in use before is replaced. Raises InvalidInput for a code that does not fit.
    """
    device = TOTPDevice(user=user, name="authenticator", key=key)
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits)
    entered = _cleaned(code)
    if not (entered.isdecimal() and clock.verify(int(entered), device.tolerance)):
        raise InvalidInput(
            {
                "code": _(
                    "The code does not fit. Type the six figures that the phone shows now, and "
                    "see that its clock is right."
                )
            }
        )
    # The same code must not open the door once more.
    device.last_t, device.drift = clock.t(), clock.drift
    _forget(user)
    device.save()
    codes = _make_codes(user)
    _tell(user, AccountEventVerb.FACTOR_SET, by=user.person)
    return codes


@transaction.atomic
def renew_codes(*, user: User) -> list[str]:
    """Ten new recovery codes; the old ones are worth nothing any more."""
    if not has_second_factor(user=user):
        raise NotAllowed(_("There is no second factor on this account."))
    codes = _make_codes(user)
    _tell(user, AccountEventVerb.CODES_RENEWED, by=user.person)
    return codes


@transaction.atomic
def remove(*, user: User) -> None:
    """Raises NotAllowed where a role of the holder requires the second factor."""
    if second_factor_required(authority_of(user)):
        raise NotAllowed(_("Your role requires the second factor; it can be replaced only."))
    _forget(user)
    _tell(user, AccountEventVerb.FACTOR_REMOVED, by=user.person)


@transaction.atomic
def reset(*, user: User, by: User | None) -> None:
    """An administrator takes the lost second factor off; the holder is told."""
    require_administrator_of(user.person, by)
    if not has_second_factor(user=user):
        raise NotAllowed(_("There is no second factor on this account."))
    _forget(user)
    _tell(user, AccountEventVerb.FACTOR_RESET, by=by.person if by else None)


@transaction.atomic
def check_code(*, user: User, code: str) -> Verdict:
    """Try a code of the authenticator or a recovery code; each counts once.

    After a wrong one the next is looked at after a pause that doubles (django-otp).
    """
    entered = _cleaned(code)
    is_figures = entered.isdecimal() and len(entered) == 6
    devices = (TOTPDevice if is_figures else StaticDevice).objects
    device = devices.select_for_update().filter(user=user, confirmed=True).first()
    if device is None:
        return Verdict(passed=False)
    allowed, why_not = device.verify_is_allowed()
    if not allowed:
        return Verdict(passed=False, again_at=why_not["locked_until"])
    passed = device.verify_token(entered if is_figures else _digest(user, entered))
    if passed and not is_figures:
        event = record_account_event(user=user, verb=AccountEventVerb.CODE_USED, by=user.person)
        queue(kind="recovery_code_used", recipients=[user.person], about=f"account:{event.pk}")
    return Verdict(passed=passed)


def has_second_factor(*, user: User) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def codes_left(*, user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def _make_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery")
    plain = ["".join(secrets.choice(ALPHABET) for _n in range(CODE_LENGTH)) for _n in range(CODES)]
    StaticToken.objects.bulk_create(
        [StaticToken(device=device, token=_digest(user, code)) for code in plain]
    )
    return [f"{code[:5]}-{code[5:]}" for code in plain]


def _digest(user: User, code: str) -> str:
    """Sixteen characters, as the library's table takes them; useless without the server's key."""
    value = salted_hmac("rectification.recovery", f"{user.pk}:{code}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(value[:12]).decode()


def _cleaned(code: str) -> str:
    return "".join(code.split()).replace("-", "").lower()


def _forget(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _tell(user: User, verb: AccountEventVerb, *, by: Person | None) -> None:
    event = record_account_event(user=user, verb=verb, by=by)
    queue(kind="second_factor_changed", recipients=[user.person], about=f"account:{event.pk}")
    end_sessions(user=user)
