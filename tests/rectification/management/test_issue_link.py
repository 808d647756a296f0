"""The way back for the only administrator: a link from the server, recorded like any other."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from rectification.models import AccountEvent, AccountLink
from rectification.services.account_links import open_link
from tests.factories import person

pytestmark = pytest.mark.django_db


def issued(*args: str) -> str:
    output = StringIO()
    call_command("issue_link", *args, stdout=output)
    return output.getvalue()


def test_link_is_printed_and_recorded() -> None:
    someone = person("管机长")
    token = issued(someone.code).strip().split("/")[-2]
    assert open_link(token=token).user == someone.user
    event = AccountEvent.objects.get()
    assert (event.verb, event.by) == ("link_issued", None)


def test_account_that_does_not_exist_is_wrong_usage() -> None:
    with pytest.raises(CommandError) as refused:
        issued("nobody")
    assert refused.value.returncode == 2


def test_disabled_account_is_enabled_only_when_asked() -> None:
    someone = person("管机长")
    someone.user.is_active = False
    someone.user.save()
    with pytest.raises(CommandError):
        issued(someone.code)
    assert not AccountLink.objects.exists()
    issued(someone.code, "--enable")
    someone.user.refresh_from_db()
    assert someone.user.is_active
