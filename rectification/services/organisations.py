"""Organisations and their tree: dated edges are the truth, paths and ancestors follow."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from rectification.exceptions import InvalidInput
from rectification.models import ANCESTOR_LEVELS, Case, Organisation, OrganisationEdge
from rectification.models.history import without_history
from rectification.policies.authority import today, valid_on
from rectification.services.projections import set_ancestors


@transaction.atomic
def found_organisation(
    *,
    code: str,
    name: str,
    kind: str,
    opened_on: date,
    parent: Organisation | None = None,
    sector: str = "",
    closed_on: date | None = None,
) -> Organisation:
    """Enter an organisation and its place in the tree.

    Raises InvalidInput when the tree would grow deeper than the ancestor columns reach.
    """
    organisation = Organisation.objects.create(
        code=code, name=name, kind=kind, sector=sector, opened_on=opened_on, closed_on=closed_on
    )
    if parent is not None:
        OrganisationEdge.objects.create(
            child=organisation, parent=parent, valid_from=opened_on, valid_to=closed_on
        )
    _write_path(organisation, parent)
    return organisation


def _write_path(organisation: Organisation, parent: Organisation | None) -> None:
    path = (parent.path if parent else "") + f"{organisation.pk:08x}/"
    if path.count("/") > ANCESTOR_LEVELS:
        raise InvalidInput({"parent": _("The tree of organisations may have at most six levels.")})
    organisation.path = path
    with without_history(organisation):
        organisation.save(update_fields=["path"])


@transaction.atomic
def rebuild_tree() -> None:
    """Recompute every path from the edges valid today, and the ancestor columns of all cases.

    A closed organisation stays where it stood last: its closed cases are still the township's.
    """
    closed = Q(child__closed_on__isnull=False)
    edges = OrganisationEdge.objects.filter(valid_on(today()) | closed).order_by("valid_from", "pk")
    parent_of = {edge.child_id: edge.parent_id for edge in edges}
    organisations = {o.pk: o for o in Organisation.objects.all()}
    written: set[int] = set()

    def write(pk: int) -> None:
        if pk in written:
            return
        parent = organisations.get(parent_of.get(pk, 0))
        if parent is not None:
            write(parent.pk)
        written.add(pk)
        _write_path(organisations[pk], parent)

    for pk in organisations:
        write(pk)
    for case in Case.objects.select_related("owner_organisation"):
        set_ancestors(case=case)
        with without_history(case):
            case.save(update_fields=[f"ancestor_{n}" for n in range(1, ANCESTOR_LEVELS + 1)])
