"""Put the house of a backup into an empty place, and say what was proved."""

from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from project.backup.keys import Key
from project.backup.refusal import Refused
from project.backup.restoring import Restored, restore

_WITHOUT: Final = {
    Key.IDENTITY: gettext_lazy(
        "IDENTITY_KEY is not that of the backup: identities of reporters, originals of files, "
        "papers and self-checks cannot be read."
    ),
    Key.SECRET: gettext_lazy(
        "SECRET_KEY is not that of the backup: recovery codes of the second factor are worthless."
    ),
    Key.RECORDS: gettext_lazy(
        "The key of the records is not that of the backup: checkpoints from now on bear another "
        "one. Keep the old public key: %s"
    ),
}


class Command(BaseCommand):
    help = "Restore a backup into an empty place (docs/how-to/back-up-and-restore.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="IN", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="set aside the house that stands there"
        )
        parser.add_argument("--key", default="", help="public key kept elsewhere, hexadecimal")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = restore(options["file"], replace=options["replace"], key=options["key"])
        except (Refused, OSError) as error:
            raise CommandError(_("%(error)s Nothing was restored.") % {"error": error}) from error
        self._tell(done)

    def _tell(self, done: Restored) -> None:
        told = done.archive.told
        say = self.stdout.write
        say(_("Restored the house of %(at)s, code %(code)s.") % {**told, "code": done.archive.code})
        say(
            _("As backed up: %(rows)s rows, %(heads)s chains of records, %(files)s files.")
            % {"rows": done.rows, "heads": done.heads, "files": len(done.archive.files)}
        )
        say(_("The triggers that protect the records are in place. Everybody logs in again."))
        if done.erased:
            say(_("Erased again: %s cases") % done.erased)
        if done.aside:
            say(_("What stood there was set aside under the name %s.") % done.aside)
        for key in done.other_keys:
            say(str(_WITHOUT[key]).replace("%s", done.archive.public_key))
        for name in told["missing"]:
            say(_("Missing already when it was backed up: %s") % name)
        for line in done.breaches:
            say(_("To be looked at: %s") % line)
