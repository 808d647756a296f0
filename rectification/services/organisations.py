"""Organisations and their tree: dated edges are the truth, paths and ancestors follow."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from rectification.exceptions import InvalidInput
from rectification.models import (
    ANCESTOR_LEVELS,
    Case,
    Organisation,
    OrganisationAlias,
    OrganisationEdge,
)
from rectification.models.history import without_history
from rectification.policies.days import today, valid_on
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
    document_code: str = "",
) -> Organisation:
    """Enter an organisation and its place in the tree.

    Raises InvalidInput when the tree would grow deeper than the ancestor columns reach.
    """
    organisation = Organisation.objects.create(
        code=code,
        name=name,
        kind=kind,
        sector=sector,
        opened_on=opened_on,
        closed_on=closed_on,
        document_code=document_code,
    )
    if parent is not None:
        OrganisationEdge.objects.create(
            child=organisation, parent=parent, valid_from=opened_on, valid_to=closed_on
        )
    _write_path(organisation, parent)
    return organisation


@transaction.atomic
def give_alias(*, organisation: Organisation, name: str) -> None:
    """Another name under which imports and searches find it; giving it twice does nothing."""
    OrganisationAlias.objects.get_or_create(organisation=organisation, name=name)


@transaction.atomic
def change_organisation(
    *,
    organisation: Organisation,
    name: str,
    kind: str,
    sector: str,
    opened_on: date,
    closed_on: date | None,
    successor: Organisation | None,
) -> None:
    """Correct what is on record, or close it; a former name goes on as an alias.

    Its place in the tree ends with it. Members, offices and cases are the caller's concern: the
    import refuses to leave any behind.
    """
    first = organisation.parent_edges.filter(valid_from=organisation.opened_on).first()
    if first is not None and opened_on != organisation.opened_on:
        first.valid_from = opened_on
        first.save(update_fields=["valid_from"])
    if organisation.name != name:
        give_alias(organisation=organisation, name=organisation.name)
    organisation.name, organisation.kind, organisation.sector = name, kind, sector
    organisation.opened_on, organisation.closed_on = opened_on, closed_on
    organisation.succeeded_by = successor
    organisation.save(
        update_fields=["name", "kind", "sector", "opened_on", "closed_on", "succeeded_by"]
    )
    if closed_on is not None:
        _end_edge(organisation, closed_on)


@transaction.atomic
def move_organisation(*, organisation: Organisation, parent: Organisation, since: date) -> None:
    """Put it under another parent from a day on; where it stood before is kept.

    The caller rebuilds the tree when all moves are made.
    """
    _end_edge(organisation, since - timedelta(days=1))
    OrganisationEdge.objects.create(
        child=organisation, parent=parent, valid_from=since, valid_to=organisation.closed_on
    )


def _end_edge(organisation: Organisation, on: date) -> None:
    """An edge that would end before it began was never true for a whole day."""
    edge = organisation.parent_edges.filter(valid_to__isnull=True).first()
    if edge is None:
        return
    if edge.valid_from > on:
        edge.delete()
        return
    edge.valid_to = on
    edge.save(update_fields=["valid_to"])


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

    A closed organisation keeps the last place it had: its old cases stay where they were seen.
    """
    edges = OrganisationEdge.objects.order_by("valid_from", "pk")
    pairs = ("child_id", "parent_id")
    parent_of = dict(edges.values_list(*pairs))
    parent_of |= dict(edges.filter(valid_on(today())).values_list(*pairs))
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
