"""Enter the organisations and people of fixtures/roster.yaml, each with an account."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.contrib.auth.hashers import make_password

from rectification.models import Organisation, Person, User
from rectification.services.appointments import NewOffice, appoint_all
from rectification.services.organisations import found_organisation, give_alias
from rectification.services.people import NewMembership, enter_memberships, enter_people


def fixture(name: str) -> Any:
    path: Path = settings.BASE_DIR / "fixtures" / name
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def enter_roster() -> None:
    """Organisations from the root down, then people, accounts, memberships and offices."""
    data = fixture("roster.yaml")
    organisations = _organisations(data["organisations"])
    people = _people(data["people"])
    enter_memberships(
        rows=[
            NewMembership(
                person=people[row["person"]],
                organisation=organisations[row["organisation"]],
                kind=row["kind"],
                valid_from=row["valid_from"],
                valid_to=row.get("valid_to"),
            )
            for row in data["memberships"]
        ]
    )
    appoint_all(
        offices=[
            NewOffice(
                person=people[row["person"]],
                role=row["role"],
                organisation=organisations[row["organisation"]],
                valid_from=row["valid_from"],
                valid_to=row.get("valid_to"),
                mandate=row.get("mandate", ""),
                duty=row.get("duty", ""),
            )
            for row in data["appointments"]
        ],
        in_force=True,
    )


def _organisations(rows: list[dict[str, Any]]) -> dict[str, Organisation]:
    found: dict[str, Organisation] = {}
    for row in rows:
        opened: date = row["valid_from"]
        found[row["code"]] = found_organisation(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            sector=row.get("sector", ""),
            opened_on=opened,
            closed_on=row.get("valid_to"),
            parent=found.get(row.get("parent", "")),
            document_code=row.get("document_code", ""),
        )
        for alias in row.get("aliases", []):
            give_alias(organisation=found[row["code"]], name=alias)
    for row in rows:
        if "successor" in row:
            organisation = found[row["code"]]
            organisation.succeeded_by = found[row["successor"]]
            organisation.save(update_fields=["succeeded_by"])
    return found


def _people(rows: list[dict[str, Any]]) -> dict[str, Person]:
    # One hash for all: the demo's password is public, and sixty times Argon2 would take a minute.
    password = make_password(settings.DEMO_PASSWORD)
    entered = enter_people(names={row["code"]: row["name"] for row in rows})
    for person in entered:
        User.objects.create(username=person.code, person=person, password=password)
    return {person.code: person for person in entered}
