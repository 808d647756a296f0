"""Ballots of a case, who may answer, and what came of them once they are closed (V7)."""

from rectification.enums import ReporterMode
from rectification.models import Ballot, BallotBox, BallotCode, Case, Opinion, User
from rectification.policies.authority import Authority
from rectification.policies.ballots import OF_EFFECT, Result, is_open, is_partial, result_of
from rectification.policies.days import today
from rectification.policies.facts import facts_of
from rectification.policies.merging import entries_of
from rectification.policies.receipts import hashes_of
from rectification.selectors.notices import open_to


def ballot_of(case: Case) -> Ballot | None:
    """The ballot of the round."""
    return Ballot.objects.select_related("case").filter(case=case, round=case.round).first()


def open_ballot_of(case: Case) -> Ballot | None:
    ballot = ballot_of(case)
    shut = ballot is None or not is_open(ballot, today()) or not case.is_open or case.sealed
    return None if shut else ballot


def result_of_ballot(ballot: Ballot) -> Result | None:
    """None until the day after its last day: nobody reads how it stands."""
    if is_open(ballot, today()):
        return None
    return result_of(BallotBox.objects.get(ballot=ballot))


def ballot_for(case: Case, user: User, authority: Authority) -> Ballot | None:
    """The open ballot, for whoever is in the circle of its notice and has no part in the case."""
    ballot = open_ballot_of(case)
    if ballot is None:
        return None
    in_circle = open_to(user, authority).filter(OF_EFFECT, case=case, decision__round=case.round)
    if not in_circle.exists() or is_partial(authority.person, facts_of(case)):
        return None
    return ballot


def is_anonymous(case: Case) -> bool:
    """Nobody who told of the problem can be asked, so that only the sample is left (V7)."""
    told = Opinion.objects.filter(case__in=[case, *entries_of(case)])
    return told.exists() and not told.exclude(mode=ReporterMode.ANONYMOUS).exists()


def by_code(code: str) -> Ballot | None:
    """The ballot for which the code was printed, used or not."""
    found = BallotCode.objects.select_related("ballot__case").filter(code_hash__in=hashes_of(code))
    row = found.first()
    return row.ballot if row else None
