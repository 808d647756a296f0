"""Give the role of the application what it needs and nothing more (PostgreSQL)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from rectification.services.database_role import grant_role


class Command(BaseCommand):
    help = "Grant the rights of the application's database role (docs/how-to/least-privilege.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", metavar="ROLE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            grant_role(role=options["role"])
        except ValueError as error:
            raise CommandError(
                _("Name a role in small letters, on PostgreSQL; other engines have none.")
            ) from error
