"""docs/rules.md T25–T27, 4.7: what an objection may lead to, by its kind."""

from rectification.enums import ObjectionDecision, ObjectionKind
from rectification.policies.objections import is_lawful

ALWAYS = "dismissed corrected outside"
BESIDE = {
    "facts": "upheld wrong",
    "effect": "upheld",
    "responsibility": "wrong",
    "procedure": "",
    "privacy": "",
}


def test_kind_of_the_objection_bounds_the_decision() -> None:
    found = {
        kind: {decision for decision in ObjectionDecision.values if is_lawful(kind, decision)}
        for kind in ObjectionKind.values
    }
    assert found == {kind: {*ALWAYS.split(), *more.split()} for kind, more in BESIDE.items()}
