"""Ballots of a case, who may answer, and what came of them once they are closed (V7)."""

from django.db.models import Sum

from rectification.enums import ReporterMode
from rectification.models import (
    Ballot,
    BallotBox,
    BallotCode,
    BallotCount,
    BallotPrinting,
    Case,
    Opinion,
    User,
)
from rectification.policies.authority import Authority
from rectification.policies.ballots import Result, is_open, is_over, is_partial, result_of
from rectification.policies.days import today
from rectification.policies.facts import facts_of
from rectification.policies.merging import entries_of
from rectification.policies.receipts import hashes_of
from rectification.selectors.notices import open_to
from rectification.selectors.publication import standing_notice


def ballot_of(case: Case) -> Ballot | None:
    """The ballot on what the case shows in this round."""
    rows = Ballot.objects.select_related("case", "notice")
    return rows.filter(notice=standing_notice(case)).first()


def open_ballot_of(case: Case) -> Ballot | None:
    ballot = ballot_of(case)
    return ballot if ballot is not None and is_open(ballot, today()) else None


def result_of_ballot(ballot: Ballot) -> Result | None:
    """None until the day after its last day: nobody reads how it stands."""
    if not is_over(ballot, today()):
        return None
    return result_of(BallotBox.objects.get(ballot=ballot))


def is_missed(ballot: Ballot) -> bool:
    """Enough have answered, and too few of them are satisfied."""
    result = result_of_ballot(ballot)
    return result is not None and result.enough and not result.reached


def ballot_for(case: Case, user: User, authority: Authority) -> Ballot | None:
    """The open ballot, for whoever is in the circle of its notice and has no part in the case."""
    ballot = open_ballot_of(case)
    if ballot is None:
        return None
    in_circle = open_to(user, authority).filter(pk=ballot.notice_id)
    if not in_circle.exists() or is_partial(authority.person, facts_of(case)):
        return None
    return ballot


def is_anonymous(case: Case) -> bool:
    """Nobody who told of the problem can be asked, so that only the sample is left (V7)."""
    told = Opinion.objects.filter(case__in=[case, *entries_of(case)])
    return told.exists() and not told.exclude(mode=ReporterMode.ANONYMOUS).exists()


def printing_open(ballot: Ballot) -> BallotPrinting | None:
    """Codes printed of which nobody has recorded yet how many were handed out."""
    return ballot.printings.filter(recorded_at=None).select_related("printed_by").first()


def handed_out(ballot: Ballot) -> int:
    """So many codes are good."""
    return ballot.printings.aggregate(number=Sum("handed_out"))["number"] or 0


def hands_in(ballot: Ballot) -> tuple[list[BallotPrinting], list[BallotCount]]:
    """Who printed and recorded codes, and who counted sheets: two for each."""
    printings = ballot.printings.select_related("printed_by", "recorded_by").order_by("pk")
    counts = ballot.counts.select_related("counted_by", "second").order_by("pk")
    return list(printings), list(counts)


def by_code(code: str) -> Ballot | None:
    """The ballot for which the code was printed, used or not."""
    rows = BallotCode.objects.select_related("ballot__case", "ballot__notice")
    row = rows.filter(code_hash__in=hashes_of(code)).first()
    return row.ballot if row else None
