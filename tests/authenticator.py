"""A phone with an authenticator: sets up the second factor and knows the code of the moment."""

from django_otp.oath import totp

from rectification.models import User
from rectification.services import second_factor


def code_of(key: str) -> str:
    return f"{totp(bytes.fromhex(key)):06d}"


def enrolled(user: User) -> tuple[str, list[str]]:
    """The key on the phone and the recovery codes."""
    key = second_factor.new_key()
    return key, second_factor.set_up(user=user, key=key, code=code_of(key))
