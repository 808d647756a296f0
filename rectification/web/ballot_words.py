"""What is told of a ballot: until when, and afterwards the share, if enough have answered."""

from django.utils.translation import gettext as _

from rectification.models import Ballot
from rectification.policies.ballots import Result
from rectification.selectors.ballots import result_of_ballot
from rectification.web.case_file import Facts
from rectification.web.dates import list_date


def ballot_facts(ballot: Ballot) -> Facts:
    """Nothing of how it stands while it is open, and no number under ten answers."""
    result = result_of_ballot(ballot)
    facts: Facts = [(_("Satisfaction ballot"), _until(ballot))]
    return facts if result is None else [*facts, (_("Result"), result_words(result))]


def _until(ballot: Ballot) -> str:
    return _("until %(day)s") % {"day": list_date(ballot.closes_on)}


def result_words(result: Result) -> str:
    if not result.enough:
        return _("Sample too small")
    return _("%(percent)d per cent satisfied or fairly so, of %(answers)d answers") % {
        "percent": result.percent,
        "answers": result.answers,
    }
