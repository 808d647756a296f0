"""Who enters for a member without account what he signed, whose word it then is (T1, T8), and who
hands over what such a member is told of his case (0.6)."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rectification.enums import CaseLevel, CaseOutcome, PaperKind
from rectification.exceptions import CaseError
from rectification.models import Case, Organisation, PaperScan, Person
from rectification.policies.actors import Actor
from rectification.policies.entering import entered_by, has_account, without_account
from rectification.policies.facts import recused_in
from rectification.policies.reasons import Reason
from rectification.policies.reporting import own_branches


def reports_on_paper(branches: Sequence[Organisation]) -> QuerySet[Case]:
    """Self-reports that were entered from paper; a branch follows those of its members."""
    came = PaperScan.objects.filter(kind=PaperKind.SELF_REPORT)
    return Case.objects.filter(owner_organisation__in=branches, pk__in=came.values("case"))


def enters_for(case: Case, person: Person) -> bool:
    """Whether he is secretary or clerk where papers of this author are entered, and not recused."""
    mine = reports_on_paper(own_branches(person)).filter(pk=case.pk)
    return person.pk not in recused_in(case) and mine.exists()


def cases_told(person: Person) -> QuerySet[Case]:
    """Cases of which he hands over what the person concerned is told.

    Reports that came on paper are his branch's own to follow, also once they are withdrawn. Of
    any other case of a member without account it is whoever would enter his steps. One sealed
    because of a secret is told, and listed, by nobody.
    """
    branches = own_branches(person)
    others = Case.objects.filter(
        without_account("owner_person"),
        entered_by(person, organisation="owner_organisation", case="pk"),
        level=CaseLevel.MEMBER,
        owner_organisation__in=branches,
        owner_person__isnull=False,
        registered_at__isnull=False,
        sealed=False,
    )
    return Case.objects.filter(
        Q(sealed=False) | Q(outcome=CaseOutcome.WITHDRAWN),
        Q(pk__in=reports_on_paper(branches).values("pk")) | Q(pk__in=others.values("pk")),
    )


def person_told(case: Case) -> Person | None:
    """Who is told on paper: the person concerned; until he is one, whoever reported himself."""
    return case.owner_person or case.author


def tells(case: Case, person: Person) -> bool:
    """Whether he hands the sheet of this case over; nobody who is recused."""
    free = person.pk not in recused_in(case)
    return free and cases_told(person).filter(pk=case.pk).exists()


def why_not_speak_for(case: Case) -> Reason | None:
    """Why nobody enters a paper of the author: with an account he acts himself."""
    if has_account(case.author):
        return Reason(
            _("The author has an account by now; he withdraws the report himself."),
            "T8",
            CaseError,
        )
    return None


def speaker_of(case: Case, actor: Actor, signed: PaperScan | None) -> Person:
    """Whose word it is: of whoever acts, or, with the withdrawal he signed, of the author."""
    is_his = signed is not None and (signed.case_id, signed.kind) == (case.pk, PaperKind.WITHDRAWAL)
    return actor.principal if is_his else actor.hand
