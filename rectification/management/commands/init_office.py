"""Found a real office: asks for what it is not told, and writes all or nothing."""

import os
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rectification.exceptions import CaseError
from rectification.services.founding import Founder, found_office

PEOPLE = {
    "administrator": "first system administrator (accounts and configuration, reads no case)",
    "organiser": "first officer of the organisation office (enters people and appointments)",
    "secretary": "secretary of the party committee (confirms appointments, approves plans)",
}


class Command(BaseCommand):
    help = "Enter the root organisation and the first administrator, ORG and PSE of an office."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--code", help="code of the root organisation")
        parser.add_argument("--name", help="name of the root organisation")
        for person, who in PEOPLE.items():
            parser.add_argument(f"--{person}", metavar="CODE:NAME", help=who)

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["code"] or self._ask("Code of the root organisation")
        name = options["name"] or self._ask("Name of the root organisation")
        people = {person: self._founder(person, options[person]) for person in PEOPLE}
        try:
            root = found_office(code=code, name=name, **people)
        except CaseError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{root.name}: ready. Log in as {people['organiser'].code}.")

    def _founder(self, person: str, given: str | None) -> Founder:
        given = given or self._ask(f"CODE:NAME of the {PEOPLE[person]}")
        code, _colon, name = given.partition(":")
        if not code or not name:
            raise CommandError(f"--{person} must be CODE:NAME", returncode=2)
        variable = f"INIT_{person.upper()}_PASSWORD"
        password = os.environ.get(variable) or self._secret(f"Password of {code}", variable)
        return Founder(code.strip(), name.strip(), password)

    def _ask(self, question: str) -> str:
        try:
            answer = input(f"{question}: ").strip()
        except EOFError:
            answer = ""
        if not answer:
            raise CommandError(f"{question}: an answer is needed", returncode=2)
        return answer

    def _secret(self, question: str, variable: str) -> str:
        try:
            return getpass(f"{question}: ")
        except EOFError as error:
            raise CommandError(
                f"{question}: an answer is needed, or set {variable}", returncode=2
            ) from error
