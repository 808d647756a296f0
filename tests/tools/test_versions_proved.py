"""Field history: what of it a bundle proves."""

import json
from datetime import UTC, datetime

import pytest

from rectification.models import Case
from rectification.services.erasure import erase_case
from tests.tools.bundles import broken, bundle_of, faults_of, forged, found_in, run
from tests.workflows.play import Play
from tools import verify_records

FACTS = {
    "history_change_reason": "of another act",
    "history_date": datetime(2026, 5, 11, tzinfo=UTC),
    "history_hash": "0",
    "history_request": "web:0",
    "history_type": "-",
    "history_user_id": 4711,
}
"""What a version says beside its values, and something else in its place."""


def test_every_version_of_the_case_is_named_by_an_event(planned: Play) -> None:
    named = {
        int(line.split()[1])
        for event in planned.case.events.all()
        for line in event.versions.splitlines()
        if line.startswith("case ")
    }
    assert named == set(planned.case.history.values_list("history_id", flat=True))


def test_value_that_was_changed_in_the_history_is_found(planned: Play) -> None:
    version = planned.case.history.latest()
    run(
        "UPDATE rectification_historicalcase SET description = '改过' "
        f"WHERE history_id = {version.history_id}"
    )
    name = f"case {version.history_id}"
    assert found_in(planned.case) == [("values", planned.case.pk, name)]
    assert faults_of(bundle_of(planned.case, with_words=False)) == []
    assert broken() == {"version_not_as_in_its_event"}


def test_facts_of_a_version_are_all_that_it_says_beside_its_values() -> None:
    columns = {field.attname for field in Case.history.model._meta.concrete_fields}
    own = {field.attname for field in Case.history.model.tracked_fields}
    assert columns - own - set(FACTS) == {"history_id", "history_salt"}


@pytest.mark.parametrize("column", FACTS)
@pytest.mark.parametrize("at", [0, -1])
def test_each_fact_of_a_version_is_proved_without_its_values(
    planned: Play, column: str, at: int
) -> None:
    version = list(planned.case.history.order_by("history_id"))[at]
    run()
    changed = Case.history.filter(history_id=version.history_id)
    assert changed.exclude(**{column: FACTS[column]}).update(**{column: FACTS[column]}) == 1
    assert faults_of(bundle_of(planned.case, with_words=False)) == [
        ("version", planned.case.pk, f"case {version.history_id}")
    ]
    assert broken() == {"version_not_as_in_its_event"}


def test_version_that_was_taken_away_is_found(planned: Play) -> None:
    version = planned.case.history.latest()
    run(f"DELETE FROM rectification_historicalcase WHERE history_id = {version.history_id}")
    assert faults_of(bundle_of(planned.case, with_words=False)) == [
        ("version_missing", planned.case.pk, f"case {version.history_id}")
    ]
    assert broken() == {"version_not_as_in_its_event"}


def test_salt_of_a_version_is_proved_with_its_values(planned: Play) -> None:
    version = planned.case.history.latest()
    run()
    Case.history.filter(history_id=version.history_id).update(history_salt="0" * 32)
    assert found_in(planned.case) == [("values", planned.case.pk, f"case {version.history_id}")]
    assert broken() == {"version_not_as_in_its_event"}


def test_erased_values_leave_the_version_proved(planned: Play) -> None:
    before = verify_records.verify(bundle_of(planned.case)).counts
    erase_case(case=planned.case)
    found = verify_records.verify(bundle_of(planned.case))
    assert (found.faults, found.counts["versions"]) == ([], before["versions"])
    assert 0 < found.counts["values"] < before["values"]
    assert "version_not_as_in_its_event" not in broken()


def test_version_that_no_event_names_is_told(planned: Play) -> None:
    bundle = bundle_of(planned.case)
    told = json.loads(bundle["versions.jsonl"].splitlines()[0])
    told["version"]["key"] = 900
    more = bundle["versions.jsonl"] + json.dumps(told).encode() + b"\n"
    assert faults_of(forged(bundle, versions=more)) == [("version_extra", None, "case 900")]


def test_values_of_what_is_of_no_case_stay_in_the_house(planned: Play) -> None:
    """An act may write a person or an account; its versions are proved and not shown."""
    told = list(map(json.loads, bundle_of(planned.case)["versions.jsonl"].splitlines()))
    with_values = {row["version"]["table"] for row in told if "values" in row}
    assert {"case", "plan", "measure", "assignment"} <= with_values
    assert with_values & {"user", "person", "appointment"} == set()
