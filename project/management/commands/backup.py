"""Back up database, attachments and checkpoints into one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from project.backup.making import Made, back_up
from project.backup.refusal import Refused


class Command(BaseCommand):
    help = "Back up the house while it runs (docs/how-to/back-up-and-restore.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", metavar="OUT", type=Path, help="a new file, or a folder")
        parser.add_argument(
            "--keep", type=int, default=0, metavar="N", help="only the newest N stay in the folder"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        out, keep = options["out"], options["keep"]
        if keep < 0 or (keep and not out.is_dir()):
            raise CommandError(_("--keep needs a number above 0 and a folder."), returncode=2)
        try:
            made = back_up(out, keep=keep)
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from error
        self._tell(made)
        if not made.is_sound:
            raise SystemExit(1)

    def _tell(self, made: Made) -> None:
        told = made.told
        self.stdout.write(
            _("%(file)s: %(rows)s rows in %(tables)s tables, %(files)s files, %(bytes)s bytes.")
            % {
                "file": made.path,
                "rows": sum(told["counts"].values()),
                "tables": len(told["counts"]),
                "files": made.files,
                "bytes": made.path.stat().st_size,
            }
        )
        self.stdout.write(_("Write this down elsewhere: %s") % made.code)
        for name in told["erased"]:
            self.stdout.write(_("Erased during the backup: %s") % name)
        for name in told["missing"]:
            self.stderr.write(_("The database names it, and it is not there: %s") % name)
        for name in told["spoilt"]:
            self.stderr.write(_("Not as it was stored: %s") % name)
        for line in told["faults"]:
            self.stderr.write(_("A record that does not fit: %s") % line)
