"""Found a real office: asks for what it is not told, and writes all or nothing."""

import os
import re
import sys
from collections.abc import Callable
from functools import partial
from getpass import getpass
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rectification.exceptions import CaseError
from rectification.services import founding
from rectification.services.founding import Founder, found_office

Text = str | Promise

PEOPLE: Final[dict[str, tuple[Text, Text]]] = {
    "administrator": (
        gettext_lazy("System administrator"),
        gettext_lazy("looks after accounts and settings, reads no case"),
    ),
    "organiser": (
        gettext_lazy("Organisation officer"),
        gettext_lazy("enters people and appointments"),
    ),
    "secretary": (
        gettext_lazy("Secretary of the party committee"),
        gettext_lazy("confirms appointments, approves plans"),
    ),
}
INTERRUPTED: Final = 130


class Command(BaseCommand):
    help = "Enter the root organisation and the first administrator, ORG and PSE of an office."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--code", help="code of the root organisation")
        parser.add_argument("--name", help="name of the root organisation")
        for person, (title, duty) in PEOPLE.items():
            parser.add_argument(f"--{person}", metavar="CODE:NAME", help=f"{title}: {duty}")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            founding.check_empty()
            answers = self._answers(options)
            root = found_office(**answers)
        except CaseError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt as error:
            self.stderr.write("")
            raise CommandError(
                _("Interrupted. Nothing was stored; the next start asks again."),
                returncode=INTERRUPTED,
            ) from error
        ready = _("%(office)s is ready. What comes next: docs/how-to/run-an-office.md")
        self.stdout.write("\n" + ready % {"office": root.name})

    def _answers(self, options: dict[str, Any]) -> dict[str, Any]:
        if _somebody_answers():
            self.stdout.write(
                _("A new office: two questions about it and three about each of three people.")
            )
            self.stdout.write(_("Nothing is stored before the last answer; Ctrl-C ends it."))
        code = self._settle(
            options["code"], "--code", _("Code of the root organisation"), founding.check_code
        )
        name = self._settle(
            options["name"], "--name", _("Name of the root organisation"), founding.check_name
        )
        people: dict[str, Founder] = {}
        for person in PEOPLE:
            taken = [founder.code for founder in people.values()]
            people[person] = self._founder(person, options[person], taken)
        return {"code": code, "name": name, **people}

    def _founder(self, person: str, given: str | None, taken: list[str]) -> Founder:
        """From CODE:NAME, or asked one by one; a code may bring its name along there too."""
        option = f"--{person}"
        title, duty = PEOPLE[person]
        if given is None and _somebody_answers():
            self.stdout.write(f"\n{title} ({duty})")
        elif given is not None and not all(_parted(given)):
            raise CommandError(_("%(option)s must be CODE:NAME") % {"option": option}, returncode=2)
        code, name = _parted(given or "")
        check = partial(founding.check_code, taken=taken)
        if not code:
            question = _("%(who)s, member code (also the user name)") % {"who": title}
            answer = self._ask(option, question, lambda text: check(_parted(text)[0]))
            code, name = _parted(answer)
        else:
            self._settle(code, option, "", check)
        longest = founding.LONGEST_PERSON_NAME
        name = self._settle(
            name or None,
            option,
            _("%(who)s, name") % {"who": title},
            partial(founding.check_name, longest=longest),
        )
        return Founder(code, name, self._password(person, code, name))

    def _password(self, person: str, code: str, name: str) -> str:
        variable = f"INIT_{person.upper()}_PASSWORD"
        check = partial(founding.check_password, code)
        given = os.environ.get(variable)
        if given:
            return self._settle(given, variable, "", check)
        question = _("Password of %(name)s, at least 10 characters (not shown)") % {"name": name}
        while True:
            password = self._ask(variable, question, check, read=getpass)
            if not _somebody_answers() or getpass(_("The same once more: ")) == password:
                return password
            self.stderr.write(_("The two passwords differ; please type it again."))

    def _settle(
        self, given: str | None, source: str, question: str, check: Callable[[str], None]
    ) -> str:
        """What was given on the command line if it will do, else the answer to the question."""
        if given is None:
            return self._ask(source, question, check)
        given = given.strip()
        try:
            check(given)
        except CaseError as error:
            raise CommandError(f"{source}: {error}", returncode=2) from error
        return given

    def _ask(
        self,
        source: str,
        question: str,
        check: Callable[[str], None],
        *,
        read: Callable[[str], str] = lambda prompt: input(prompt).strip(),
    ) -> str:
        """Until the answer will do; where nobody sits, the first bad answer ends it."""
        while True:
            try:
                answer = read(f"{question}: ")
            except EOFError as error:
                if _somebody_answers():
                    raise KeyboardInterrupt from error
                raise CommandError(_nobody_answers(source, question), returncode=2) from error
            try:
                check(answer)
            except CaseError as error:
                if not _somebody_answers():
                    raise CommandError(f"{question}: {error}", returncode=2) from error
                self.stderr.write(str(error))
            else:
                return answer


def _parted(text: str) -> tuple[str, str]:
    """Code and name; the colon may be a Chinese one."""
    code, *rest = re.split("[:\uff1a]", text, maxsplit=1)
    return code.strip(), "".join(rest).strip()


def _somebody_answers() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _nobody_answers(source: str, question: str) -> str:
    words = _(
        "Nobody answered “%(question)s” (%(source)s). Start it in a terminal, or run manage.py "
        "init_office with every answer: --code, --name, --administrator, --organiser and "
        "--secretary, the passwords in INIT_ADMINISTRATOR_PASSWORD, INIT_ORGANISER_PASSWORD and "
        "INIT_SECRETARY_PASSWORD."
    )
    return words % {"question": question, "source": source}
