"""Switching the public page for opinions on and off, for one township."""

from django.db import transaction

from rectification.acting import acting_as
from rectification.exceptions import NotVisible
from rectification.models import OnlineIntake, Organisation, User
from rectification.permissions import TRIAGE_CASES
from rectification.policies.authority import authority_of


@transaction.atomic
def switch_online_intake(*, township: Organisation, is_open: bool, by: User) -> OnlineIntake:
    """From now on the page takes opinions, or tells how to hand them in on paper.

    Raises NotVisible unless `by` takes in the problems of the township. What it is already is
    left as it is, without a line of history.
    """
    if township not in authority_of(by).nodes(TRIAGE_CASES):
        raise NotVisible
    # Two officers who press at once must not both find no row.
    Organisation.objects.select_for_update(no_key=True).get(pk=township.pk)
    row = OnlineIntake.objects.filter(township=township).first()
    row = row or OnlineIntake(township=township)
    if row.is_open != is_open:
        row.is_open = is_open
        with acting_as(by.pk):
            row.save()
    return row
