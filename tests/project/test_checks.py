"""System checks of an installation."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from project.checks import events_written_once
from rectification.models import Person, User, append_only

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser() -> User:
    person = Person.objects.create(code="M-9002", name="Root")
    user = User.objects.create_user("M-9002", None, person)
    user.is_superuser = True
    user.save()
    return user


@pytest.mark.usefixtures("superuser")
def test_superuser_outside_development_fails_the_check() -> None:
    with pytest.raises(CommandError, match=r"project\.E001"):
        call_command("check", databases=["default"])


@pytest.mark.usefixtures("superuser")
def test_superuser_in_development_is_allowed(settings: Settings) -> None:
    settings.DEBUG = True
    call_command("check", databases=["default"])


def test_installation_without_superuser_passes() -> None:
    call_command("check", databases=["default"])


def test_events_that_could_be_changed_are_told() -> None:
    append_only.release("default")
    told = StringIO()
    call_command("check", databases=["default"], stderr=told)
    assert "project.W002" in told.getvalue()
    append_only.protect("default")
    assert events_written_once(databases=["default"]) == []
