"""The notice board: which notices a reader may open, and who may object to one."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from rectification.enums import EventVerb, ObjectionKind, PartyReason, PublicationScope
from rectification.models import CaseEvent, Notice, Organisation, User
from rectification.policies.authority import Authority, authority_of, committee_above
from rectification.policies.narrowing import DECIDED_ABOVE, STANDING
from rectification.policies.objections import OPEN_TO_RESIDENTS
from rectification.policies.publication import BOARD_DAYS_AFTER_END, is_off_the_board
from rectification.roles import Role
from rectification.selectors.cases import below, not_recused

_NOT_OF_THE_TOWNSHIP = frozenset({Role.ADM, Role.AUD, Role.SUP})
"""Offices that neither make a member of the township nor let one read a case's content."""

OPEN_TO_LINK = (PublicationScope.VILLAGE, PublicationScope.SOCIETY)
"""What residents read without an account: by the link of the sheet, or on a screen on the spot."""


def shown_now() -> QuerySet[Notice]:
    """Posted and neither hidden nor withdrawn; gone three days after the end.

    Nothing can stop a rehabilitation notice, so it ends with its last day and by nobody's act.
    """
    last = timezone.localdate() - BOARD_DAYS_AFTER_END
    return (
        Notice.objects.filter(
            Q(ended_at__isnull=True, corrects__isnull=True) | Q(ends_on__gte=last),
            withdrawn_at__isnull=True,
            hidden_at__isnull=True,
            case__sealed=False,
        )
        .select_related("decision", "corrects", "case__owner_organisation")
        .order_by("-posted_at", "-pk")
    )


def board_for(user: User | None, authority: Authority | None = None) -> QuerySet[Notice]:
    """What the reader may read now; without an account only what is open to everybody."""
    return shown_now().filter(_circles(user, "decision__scope", authority))


def open_to(user: User, authority: Authority) -> QuerySet[Notice]:
    """Notices of whose circle the reader is, also when they have left the board."""
    found = Notice.objects.filter(
        _circles(user, "decision__scope", authority),
        corrects__isnull=True,
        withdrawn_at__isnull=True,
        hidden_at__isnull=True,
        case__sealed=False,
    )
    return found.select_related("decision", "case__owner_organisation").order_by(
        "-posted_at", "-pk"
    )


def shown_under(authority: Authority, roles: Collection[str]) -> QuerySet[Notice]:
    """What is shown in the township of one of these offices, in whatever circle and purpose.

    Without cases from which the reader is recused.
    """
    reach = Q(pk__in=[])
    for appointment in authority.appointments:
        if appointment.role in roles:
            reach |= below(committee_above(appointment.organisation), "case")
    return shown_now().filter(reach, not_recused(authority.person, "case"))


def narrowed_under(authority: Authority) -> QuerySet[Notice]:
    """What these offices may narrow without having acted on it, in their townships (4.6)."""
    decided = shown_under(authority, (Role.LG,)).filter(DECIDED_ABOVE)
    return shown_under(authority, STANDING) | decided


def objectable_by(user: User, authority: Authority) -> QuerySet[Notice]:
    """Notices to which a member of his circle may object, hidden and narrowed ones too (4.7)."""
    found = Notice.objects.filter(
        _circles(user, "widest_scope", authority),
        corrects__isnull=True,
        withdrawn_at__isnull=True,
        case__sealed=False,
    )
    return found.select_related("decision", "case")


def may_read(notice: Notice, user: User | None) -> bool:
    return board_for(user).filter(pk=notice.pk).exists()


def by_token(token: str) -> Notice | None:
    """The notice of a posted sheet's link: for residents, while it is shown, this notice alone.

    The sheet of a notice that was wrong leads to the one that sets it right (T27).
    """
    wrong = Q(corrects__isnull=False, case__notices__token=token)
    found = shown_now().filter(Q(token=token) | wrong, decision__scope__in=OPEN_TO_LINK)
    return found.first()


def objection_kinds(notice: Notice, user: User | None, *, by_link: bool = False) -> list[str]:
    """What the reader may object to; empty when he is not entitled.

    Judged by the widest scope the notice has had, as long as it runs or stands on the board.
    After that only privacy is left, for whoever is concerned (docs/rules.md 4.7), and for the
    person concerned against a rehabilitation notice that he does not want (T27).
    """
    if notice.withdrawn_at is not None or notice.case.sealed:
        return []
    if notice.corrects_id is not None:
        return [ObjectionKind.PRIVACY] if clears(notice, user) else []
    if is_off_the_board(notice):
        concerned = user is not None and _is_concerned(notice, user)
        return [ObjectionKind.PRIVACY] if concerned else []
    if user is None or not user.is_authenticated:
        open_to_all = notice.widest_scope == PublicationScope.SOCIETY
        by_link = by_link and notice.widest_scope in OPEN_TO_LINK
        return list(OPEN_TO_RESIDENTS) if by_link or open_to_all else []
    entitled = Notice.objects.filter(_circles(user, "widest_scope"), pk=notice.pk).exists()
    return list(ObjectionKind) if entitled else []


def clears(notice: Notice, user: User | None) -> bool:
    """A rehabilitation notice about the reader himself."""
    if notice.corrects_id is None or user is None or not user.is_authenticated:
        return False
    return notice.case.owner_person_id == user.person_id


def _is_concerned(notice: Notice, user: User) -> bool:
    return Notice.objects.filter(_concerned(authority_of(user)), pk=notice.pk).exists()


def _circles(user: User | None, scope: str, authority: Authority | None = None) -> Q:
    """The narrowest circle the reader belongs to, notice by notice; scopes are cumulative."""
    everybody = Q(**{scope: PublicationScope.SOCIETY})
    if user is None or not user.is_authenticated:
        return everybody
    authority = authority or authority_of(user)
    return (
        everybody
        | Q(**{f"{scope}__gte": PublicationScope.TOWNSHIP}) & _in_township(authority)
        | Q(**{f"{scope}__gte": PublicationScope.BRANCH}) & _in_branch(authority)
        | Q(**{f"{scope}__gte": PublicationScope.PARTIES}) & _concerned(authority)
    )


def _in_township(authority: Authority) -> Q:
    """Cases below a committee under which the reader is a member or holds an office."""
    homes = [membership.organisation for membership in authority.memberships]
    homes += [
        appointment.organisation
        for appointment in authority.appointments
        if appointment.role not in _NOT_OF_THE_TOWNSHIP
    ]
    committees = {committee_above(home) for home in homes if home.path}
    found = Q(pk__in=[])
    for committee in committees:
        found |= below(committee, "case")
    return found


def _in_branch(authority: Authority) -> Q:
    """Members of the owner organisation or of a branch below it; of a body, its officials.

    A branch that closed lives on in its successors: while nobody has decided which of them has the
    case, and for what was posted before it was decided, the members of all of them read on.
    """
    reach: set[int] = set()
    for membership in authority.memberships:
        reach |= {membership.organisation_id, *membership.organisation.ancestor_ids()}
    reach |= {
        appointment.organisation_id
        for appointment in authority.appointments
        if appointment.role not in _NOT_OF_THE_TOWNSHIP | {Role.LIA, Role.INS}
    }
    former = _predecessors({membership.organisation_id for membership in authority.memberships})
    came_from = CaseEvent.objects.filter(
        case=OuterRef("case"),
        verb=EventVerb.OWNER_SUCCEEDED,
        reference__in=[f"organisation:{pk}" for pk in former],
        at__gt=OuterRef("posted_at"),
    )
    own = Q(case__owner_organisation__in=reach | former)
    return own | Q(Exists(came_from)) if former else own


def _predecessors(branches: set[int]) -> set[int]:
    """Branches that merged into these or were split into them, however long ago."""
    found: set[int] = set()
    present = branches
    while present:
        rows = Organisation.objects.filter(Q(succeeded_by__in=present) | Q(split_into__in=present))
        present = set(rows.values_list("pk", flat=True)) - found - branches
        found |= present
    return found


def _concerned(authority: Authority) -> Q:
    person = authority.person
    party = Q(
        case__parties__person=person,
        case__parties__reason__in=[PartyReason.OWNER, PartyReason.AUTHOR],
        case__parties__until__isnull=True,
    )
    rows = Notice.objects.filter(party | Q(case__owner_person=person))
    return Q(pk__in=rows.values("pk"))
