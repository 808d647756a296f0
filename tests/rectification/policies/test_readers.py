"""Which office opens which fields by itself, as docs/rules.md 4.9 says."""

from rectification.policies.readers import readers
from rectification.policies.visibility import EVERYTHING, Field
from rectification.roles import Role


def test_fields_by_office() -> None:
    found = {reader.role: reader for reader in readers()}
    assert set(found) == set(Role)
    whole = {role for role, reader in found.items() if reader.upper == EVERYTHING}
    assert whole == {Role.SEC, Role.LIA, Role.PSE, Role.LG, Role.OFF, Role.ORG}
    assert found[Role.CLK].upper == EVERYTHING - {Field.RECORD}
    assert {role for role, reader in found.items() if reader.member} == {Role.OFF}
    assert {role for role, reader in found.items() if reader.figures} == {Role.SUP}


def test_administrator_auditor_and_verifier_open_nothing_by_office() -> None:
    found = {reader.role: reader for reader in readers()}
    for role in (Role.ADM, Role.AUD, Role.DIS, Role.DPS, Role.GEN, Role.PUB, Role.INS, Role.MEM):
        assert (found[role].upper, found[role].member) == (frozenset(), frozenset())
