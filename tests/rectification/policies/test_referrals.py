"""In which cases no referral is written: what people tell of themselves (rules 8.12, 0.2)."""

import pytest

from rectification.enums import CaseStage, SourceKind
from rectification.policies.referrals import is_shut_out
from tests.factories import Township, case_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("source", SourceKind)
def test_what_an_organisation_tells_of_itself_is_shut_out(
    town: Township, source: SourceKind
) -> None:
    """Found by itself, also at its own meeting: only its own secretary and clerk enter one."""
    case = case_in(town, CaseStage.RECTIFYING)
    case.source = source
    told = {SourceKind.SELF_CHECK, SourceKind.SELF_FOUND, SourceKind.MEETING}
    assert is_shut_out(case) is (source in told)
