"""Who enters for a member without account what he signed, and whose word it then is (T1, T8)."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rectification.enums import PaperKind
from rectification.exceptions import CaseError
from rectification.models import Case, Organisation, PaperScan, Person, User
from rectification.policies.actors import Actor
from rectification.policies.reasons import Reason
from rectification.policies.reporting import own_branches
from rectification.policies.separation import recused_in


def reports_on_paper(branches: Sequence[Organisation]) -> QuerySet[Case]:
    """Self-reports that were entered from paper; a branch follows those of its members."""
    came = PaperScan.objects.filter(kind=PaperKind.SELF_REPORT)
    return Case.objects.filter(owner_organisation__in=branches, pk__in=came.values("case"))


def enters_for(case: Case, person: Person) -> bool:
    """Whether he is secretary or clerk where papers of this author are entered, and not recused."""
    mine = reports_on_paper(own_branches(person)).filter(pk=case.pk)
    return person.pk not in recused_in(case) and mine.exists()


def why_not_speak_for(case: Case) -> Reason | None:
    """Why nobody enters a paper of the author: with an account he acts himself."""
    if User.objects.filter(person=case.author_id).exists():
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
