"""The table of sight as data: which pairs of role and relation may hold which field (4.9)."""

import pytest

from rectification.policies.visibility import ANYBODY, FILE, SIGHT, Field, Relation, fields_of
from rectification.roles import Role


def standings_with(field: Field) -> set[tuple[str, Relation]]:
    return {standing for standing, fields in SIGHT.items() if field in fields}


def test_identity_is_shown_on_a_decision_alone() -> None:
    assert standings_with(Field.IDENTITY) == {(ANYBODY, Relation.DISCLOSED)}


@pytest.mark.parametrize("field", [Field.OWNER, Field.EVIDENCE])
def test_reading_along_shows_neither_name_nor_evidence_to_leaders_and_offices(
    field: Field,
) -> None:
    reading = {role for role, relation in standings_with(field) if relation == Relation.REACH}
    assert reading == {Role.SEC, Role.OFF} | ({Role.CLK} if field == Field.EVIDENCE else set())


def test_organisation_office_never_reads_a_name_or_evidence() -> None:
    found = fields_of([standing for standing in SIGHT if standing[0] == Role.ORG])
    assert found & {Field.OWNER, Field.EVIDENCE, Field.IDENTITY} == frozenset()


@pytest.mark.parametrize("role", [Role.ADM, Role.SUP, Role.INS])
def test_role_has_no_row(role: Role) -> None:
    assert [standing for standing in SIGHT if standing[0] == role] == []


def test_auditor_reads_metadata_and_nothing_else() -> None:
    assert fields_of([standing for standing in SIGHT if standing[0] == Role.AUD]) == {
        Field.METADATA
    }


def test_extract_never_shows_what_the_case_says() -> None:
    found = fields_of([s for s in SIGHT if s[1] == Relation.EXTRACT])
    assert found == {Field.HEAD, Field.SHEET}


def test_record_is_closed_to_clerk_and_co_unit() -> None:
    assert Field.RECORD not in fields_of([(Role.CLK, Relation.REACH), (ANYBODY, Relation.CO_UNIT)])


def test_several_standings_show_what_any_of_them_shows() -> None:
    assert fields_of([(Role.ORG, Relation.REACH), (ANYBODY, Relation.OWN)]) == FILE
    assert fields_of([]) == frozenset()
    assert fields_of([(Role.PUB, Relation.REACH)]) == frozenset()


def test_author_reads_problem_and_plan_and_nobodys_name() -> None:
    seen = {Field.HEAD, Field.DESCRIPTION, Field.PLAN, Field.RESULTS}
    assert SIGHT[ANYBODY, Relation.AUTHOR] == seen
