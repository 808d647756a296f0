"""A restore: everything is proved before anything is put in its place."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, zip_longest
from pathlib import Path
from typing import Final, NamedTuple

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

from project.backup.afterwards import begin_anew
from project.backup.archive import HEADS, Archive, opened
from project.backup.engines import engine
from project.backup.facts import counts, heads
from project.backup.files import ASIDE, place_files, require_empty_folders
from project.backup.keys import Key, other_keys
from project.backup.refusal import Refused
from rectification.audit.chain import ChainFault
from rectification.audit.seals import SealFault
from rectification.models import append_only
from workflows.invariants import breaches

_RECORDS: Final = frozenset(fault.value for fault in chain(ChainFault, SealFault))


class Restored(NamedTuple):
    """What was proved, and what is to be known of the house."""

    archive: Archive
    rows: int
    heads: int
    breaches: list[str]
    erased: int
    other_keys: list[Key]
    aside: str


def restore(path: Path, *, replace: bool = False, key: str = "") -> Restored:
    """Put the house of the archive into an empty place; with `replace` what is there goes aside.

    Raises Refused, and then everything is as it was. `key` is the public key kept elsewhere.
    """
    stamp = f"{ASIDE}{timezone.now():%Y%m%dT%H%M%S}"
    with opened(path) as archive, ExitStack() as undo:
        _require_known(archive, key)
        if not replace:
            require_empty_folders()
        archive.verify()
        with engine().staged(archive, replace=replace, stamp=stamp):
            found = _prove(archive)
            place_files(archive, stamp=stamp, undo=undo)
            erased = begin_anew()
        undo.pop_all()
        return Restored(
            archive,
            rows=sum(archive.told["counts"].values()),
            heads=sum(1 for _line in archive.lines(HEADS)),
            breaches=found,
            erased=erased,
            other_keys=other_keys(archive.told["probes"], archive.public_key),
            aside=stamp if replace else "",
        )


def _require_known(archive: Archive, key: str) -> None:
    told = archive.told
    if key and key.lower() != archive.public_key:
        raise Refused(_("The backup is signed with another key: %s") % archive.public_key)
    if told["engine"] != connection.vendor:
        raise Refused(
            _("The backup is of %(theirs)s, and DATABASE_URL names %(ours)s.")
            % {"theirs": told["engine"], "ours": connection.vendor}
        )
    engine().require_tools()
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(told["migrations"]) - known):
        raise Refused(
            _("The backup was made by version %(version)s, which is newer: %(migration)s.")
            % {"version": told["version"], "migration": newer[0]}
        )


def _prove(archive: Archive) -> list[str]:
    """Counts and heads as they were, then with the tables of this version the records."""
    _require_none(_other_counts(archive.told["counts"]))
    _require_none(_other_heads(archive))
    call_command("migrate", interactive=False, verbosity=0)
    if not append_only.is_protected(DEFAULT_DB_ALIAS):
        raise Refused(_("The triggers that protect the records could not be put in place."))
    found = [(one.rule, f"{one.rule} · {one.case} · {one.detail}") for one in breaches()]
    known = set(archive.told["faults"])
    _require_none(line for rule, line in found if rule in _RECORDS and line not in known)
    return [line for _rule, line in found]


def _other_counts(expected: dict[str, int]) -> Iterator[str]:
    found = counts()
    for table in sorted({*expected, *found}):
        if expected.get(table) != found.get(table):
            yield f"{table}: {found.get(table)} ≠ {expected.get(table)}"


def _other_heads(archive: Archive) -> Iterator[str]:
    for expected, found in zip_longest(archive.lines(HEADS), heads()):
        if expected != found:
            yield f"{found} ≠ {expected}"


def _require_none(wrong: Iterable[str]) -> None:
    if found := list(wrong):
        raise Refused(
            _("What was restored is not what was backed up (%(count)s): %(first)s")
            % {"count": len(found), "first": found[0]}
        )
