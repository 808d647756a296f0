"""The tests that are asked whether they notice a weakened rule: quick ones, chosen for good."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

POLICIES: Final = "tests/rectification/policies"

BESIDE: Final = (
    "tests/rectification/services/test_calling_off.py",
    "tests/rectification/services/test_dispatching.py",
    "tests/rectification/selectors/test_notices.py",
    "tests/rectification/web/pages/test_calendar_feed.py",
    "tests/rectification/web/pages/test_checks.py",
    "tests/rectification/web/pages/test_identities.py",
    "tests/rectification/web/pages/test_identity_reading.py",
    "tests/rectification/web/pages/test_months.py",
    "tests/rectification/web/pages/test_opinions.py",
    "tests/rectification/web/pages/test_readers.py",
    "tests/workflows/authority/test_table.py",
    "tests/workflows/moves/test_branches.py",
    "tests/workflows/moves/test_members.py",
    "tests/workflows/test_consulting.py",
    "tests/workflows/test_copying.py",
    "tests/workflows/test_correcting.py",
    "tests/workflows/test_extensions.py",
    "tests/workflows/test_handing_over.py",
    "tests/workflows/test_merging.py",
    "tests/workflows/test_consents.py",
    "tests/workflows/test_disclosures.py",
    "tests/workflows/test_objections_to_disclosures.py",
    "tests/workflows/test_narrowing.py",
    "tests/workflows/test_pauses.py",
    "tests/workflows/test_reclassifications.py",
    "tests/workflows/test_recalling.py",
    "tests/workflows/test_referral_circle.py",
    "tests/workflows/test_referrals.py",
    "tests/workflows/test_holds.py",
    "tests/workflows/test_retention_lists.py",
    "tests/workflows/test_retention_periods.py",
    "tests/workflows/test_sealing.py",
    "tests/workflows/test_transfers.py",
    "tests/workflows/test_unsealing.py",
    "tests/workflows/test_why_not.py",
    "tests/workflows/web/test_deadlines.py",
    "tests/workflows/web/test_papers.py",
    "tests/house/test_url_matrix.py::test_some_get_what_the_rules_give_them[rectifying]",
)
"""Beside the tests of the policies themselves: a few in which the rules are seen at work, and the
matrix at one stage."""


def mirror_of(module: str) -> str:
    return f"{POLICIES}/test_{module}"


def quick_set() -> Iterator[str]:
    yield from sorted(str(path) for path in Path(POLICIES).glob("test_*.py"))
    yield from BESIDE
