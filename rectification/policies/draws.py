"""Random draws: how one is drawn, who draws and who may draw it again (docs/rules.md 3.4)."""

from collections.abc import Iterable
from random import Random

from rectification.enums import OrganisationKind, SourceKind
from rectification.models import Organisation
from rectification.permissions import READ_BRANCH_CASES
from rectification.policies.authority import Authority
from rectification.policies.occasions import enters

DRAWN_KINDS = (OrganisationKind.BRANCH, OrganisationKind.GENERAL_BRANCH)


def drawn(codes: Iterable[str], size: int, seed: str) -> list[str]:
    """The sample, in order of the codes; the same codes, number and seed give the same one."""
    # Nothing is kept secret by it: a draw must be repeatable by anybody.
    return sorted(Random(seed).sample(sorted(codes), size))  # noqa: S311


def townships_drawn_in(authority: Authority) -> list[Organisation]:
    """Committees in whose townships he draws: as in a check, those who supervise."""
    held = enters(authority.appointments, SourceKind.SUPERVISION)
    found = {office.jurisdiction_id: office.jurisdiction for office in held}
    return [node for node in found.values() if node.kind == OrganisationKind.COMMITTEE]


def townships_seen(authority: Authority) -> list[Organisation]:
    """Committees whose draws he reads and repeats: those who draw, and who reads from above."""
    nodes = [*townships_drawn_in(authority), *authority.nodes(READ_BRANCH_CASES)]
    found = {node.pk: node for node in nodes if node.kind == OrganisationKind.COMMITTEE}
    return list(found.values())
