"""The cast and the cases of the suite: `township()` gives the one, `case_in(town, …)` the other."""

from tests.factories.cases import case_in, opinion_of, owner_actor, owner_of, prove
from tests.factories.cast import Branch, Township, township
from tests.factories.checks import check_round, negative_list
from tests.factories.opinions import granted, takes_opinions
from tests.factories.people import (
    FOUNDED,
    PASSWORD,
    acting,
    in_office,
    names,
    organisation,
    person,
    rights,
    without_account,
)

__all__ = [
    "FOUNDED",
    "PASSWORD",
    "Branch",
    "Township",
    "acting",
    "case_in",
    "check_round",
    "granted",
    "in_office",
    "names",
    "negative_list",
    "opinion_of",
    "organisation",
    "owner_actor",
    "owner_of",
    "person",
    "prove",
    "rights",
    "takes_opinions",
    "township",
    "without_account",
]
