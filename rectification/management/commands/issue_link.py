"""A one-time link from the server itself: for the only administrator who lost his password."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from rectification.exceptions import CaseError
from rectification.models import User
from rectification.services.account_links import issue_link
from rectification.services.accounts import enable_account


class Command(BaseCommand):
    help = "Print a one-time link (24 hours) for an account; its holder is told."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--enable", action="store_true", help="enable the account first")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.select_related("person").filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no account {options['username']}.", returncode=2)
        try:
            if options["enable"] and not user.is_active:
                enable_account(user=user, by=None)
            token = issue_link(user=user, by=None)
        except CaseError as error:
            raise CommandError(str(error)) from error
        path = reverse("rectification:account_link", args=[token])
        self.stdout.write(f"Append this to the address of the site: {path}")
