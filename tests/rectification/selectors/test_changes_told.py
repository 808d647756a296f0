"""Every row of a case whose history is kept is told, or there is a reason why not."""

from typing import Any, Final

from django.apps import apps

from rectification.models import Case
from rectification.selectors.changes_told import TOLD

NOT_TOLD: Final = {
    "AccountabilityReferral": "does not exist for anybody but those it is read by (scenario 12)",
    "Ballot": "when it runs and what came of it stands with the notice",
    "BallotPrinting": "how many papers were printed says who may vote",
    "CaseParty": "who has which part in it would name objector's handler, verifier and reporter",
    "Consultation": "question and answer stand in the record, in the words it shows",
    "CriterionResult": "closed until both have signed, and then on the page of the case",
    "IdentityRequest": "no page of a case tells that anybody asked who reported",
    "LegalHold": "read by the office that keeps the records",
    "Lesson": "told on the page of the case, to readers of the record",
    "LessonReceipt": "told with its lesson",
    "Merge": "a joined report may name its reporter; it is told in the record",
    "ObjectionReview": "in the words of whoever objected",
    "OfficialDocument": "never changed: a new one replaces it, on the page of papers",
    "Opinion": "in the words of whoever reported",
    "PlanComment": "stands beside the words it is about, in the difference of two plans",
    "PublicationConsent": "names who agreed to be shown",
    "Recusal": "its ground is a word about a person",
    "RecusalRequest": "its ground is a word about a person",
    "RedactionMark": "says what was left out of a text",
    "Sealing": "a case that is sealed shows nothing",
    "Transfer": "a case that was handed over shows no more than its number",
    "Unsealing": "a case that is sealed shows nothing",
    "Verification": "closed until both have signed, and then on the page of the case",
}


def _historic() -> dict[str, Any]:
    models = apps.get_app_config("rectification").get_models()
    return {model.__name__: model for model in models if hasattr(model, "history")}


def _of_a_case() -> set[str]:
    """Those that hang on a case, or on what hangs on one; not what a case only names."""
    found = {Case}
    while True:
        more = {
            model
            for model in _historic().values()
            for field in model._meta.concrete_fields
            if field.related_model in found and model not in found
        }
        if not more:
            return {model.__name__ for model in found}
        found |= more


def test_every_historic_model_of_a_case_is_told_or_left_out_with_a_reason() -> None:
    told = [row.model.__name__ for row in TOLD]
    assert len(told) == len(set(told))
    assert set(told) & set(NOT_TOLD) == set()
    assert set(told) | set(NOT_TOLD) == _of_a_case()


def test_each_row_hangs_on_one_that_is_told_before_it() -> None:
    for place, row in enumerate(TOLD):
        above = row.model._meta.get_field(row.link.removesuffix("_id") if place else "id")
        assert (above.related_model or Case) == row.above
        assert row.above in [told.model for told in TOLD[: place + 1]]


def test_nobody_who_acted_is_among_the_fields_told() -> None:
    """Who acted is told by the record, which knows what it may say; of people only those on the
    owner's side are named, and those with the group of fields of their names."""
    people = {
        (row.model.__name__, name): field
        for row in TOLD
        for name, field in row.fields.items()
        if getattr(row.model._meta.get_field(name).related_model, "__name__", "") == "Person"
    }
    assert people == {
        ("Case", "owner_person"): "owner",
        ("Measure", "person"): "owner",
        ("SupervisionOrder", "person"): "owner",
    }
