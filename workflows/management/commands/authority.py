"""What a person may see and do today, and by which appointment; in codes, nothing of a case."""

import json
import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from rectification.models import Case, User
from workflows.authority.answer import answer_about, lines_of

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Print what a person may see and do today, and by which appointment."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument("--case", metavar="NUMBER", help="also what he may in this case")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.select_related("person").filter(username=options["username"]).first()
        if user is None:
            raise CommandError(_("There is no such account."))
        answer = answer_about(user, _case(options["case"]))
        # Whoever asks is nobody of the product: the log of the server notes that it was asked.
        logger.info("authority_asked", extra={"account": user.pk, "case": options["case"] or ""})
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(lines_of(answer)))


def _case(number: str | None) -> Case | None:
    if number is None:
        return None
    rows = Case.objects.select_related("owner_organisation", "owner_person")
    case = rows.filter(number=number).first()
    if case is None:
        raise CommandError(_("There is no case with this number."))
    return case
