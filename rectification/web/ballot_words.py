"""What is told of a ballot: until when, and afterwards the share, if enough have answered."""

from django.utils.translation import gettext as _

from rectification.models import Ballot, BallotCount, BallotPrinting
from rectification.policies.ballots import Result
from rectification.selectors.ballots import hands_in, result_of_ballot
from rectification.web.case_file import Facts
from rectification.web.dates import list_date
from rectification.wording import listed_apart


def ballot_facts(ballot: Ballot) -> Facts:
    """Nothing of how it stands while it is open, and no number under ten answers."""
    result = result_of_ballot(ballot)
    facts: Facts = [(_("Satisfaction ballot"), _until(ballot))]
    if result is not None:
        facts.append((_("Result"), result_words(result)))
    printings, counts = hands_in(ballot)
    if printings:
        facts.append((_("Codes"), listed_apart(map(_printing, printings))))
    if counts:
        facts.append((_("Paper answers"), listed_apart(map(_count, counts))))
    return facts


def _printing(row: BallotPrinting) -> str:
    words = {"printed": row.printed, "printer": row.printed_by.name}
    if row.recorded_by is None:
        return _("%(printed)d printed by %(printer)s, none good yet") % words
    words |= {"given": row.handed_out, "recorder": row.recorded_by.name}
    told = _("%(printed)d printed by %(printer)s, %(given)d handed out, recorded by %(recorder)s")
    return told % words


def _count(row: BallotCount) -> str:
    """Who counted, and no number: of few sheets it would tell how they were filled in."""
    words = {"first": row.counted_by.name, "second": row.second.name}
    return _("counted by %(first)s and %(second)s") % words


def _until(ballot: Ballot) -> str:
    return _("until %(day)s") % {"day": list_date(ballot.closes_on)}


def result_words(result: Result) -> str:
    if not result.enough:
        return _("Sample too small")
    return _("%(percent)d per cent satisfied or fairly so, of %(answers)d answers") % {
        "percent": result.percent,
        "answers": result.answers,
    }
