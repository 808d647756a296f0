"""Deleting what people wrote in a case, wherever it lies (docs/rules.md T8, scenario 8)."""

from collections.abc import Iterable
from typing import Any, Final

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q

from rectification.models import (
    AccountabilityReferral,
    Assignment,
    BatchEntry,
    Case,
    CaseEvent,
    CaseEventPayload,
    Claim,
    Consultation,
    Correction,
    CriterionResult,
    Dispute,
    Evidence,
    Extension,
    IdentityRequest,
    LegalHold,
    Lesson,
    ListSnapshotLine,
    LookBack,
    LookBackFile,
    Measure,
    Merge,
    Milestone,
    Objection,
    ObjectionReview,
    OfficialDocument,
    Opinion,
    OpinionEntry,
    OpinionNote,
    PaperScan,
    Pause,
    Plan,
    PlanComment,
    Progress,
    PublicationConsent,
    PublicationDecision,
    Reclassification,
    Recusal,
    RecusalRequest,
    RedactionMark,
    ReporterIdentity,
    SignedCopy,
    SupervisionOrder,
    Verification,
    VerificationAttempt,
)
from rectification.services.list_files import drop_files_with

Model = type[models.Model]

PLACES: Final[tuple[tuple[Model, str, Model], ...]] = (
    (Assignment, "case", Case),
    (BatchEntry, "case", Case),
    (Claim, "case", Case),
    (CaseEvent, "case", Case),
    (Consultation, "case", Case),
    (Correction, "event", CaseEvent),
    (Dispute, "case", Case),
    (Merge, "case", Case),
    (Extension, "case", Case),
    (Pause, "case", Case),
    (Reclassification, "case", Case),
    (Lesson, "case", Case),
    (ListSnapshotLine, "case", Case),
    (LookBack, "case", Case),
    (LookBackFile, "look_back", LookBack),
    (Plan, "case", Case),
    (Measure, "plan", Plan),
    (Milestone, "measure", Measure),
    (PlanComment, "plan", Plan),
    (Progress, "measure", Measure),
    (Evidence, "progress", Progress),
    (PublicationDecision, "case", Case),
    (PublicationConsent, "case", Case),
    (RedactionMark, "publication", PublicationDecision),
    (VerificationAttempt, "case", Case),
    (Verification, "attempt", VerificationAttempt),
    (CriterionResult, "verification", Verification),
    (Opinion, "case", Case),
    (OpinionEntry, "opinion", Opinion),
    (OpinionNote, "opinion", Opinion),
    (Objection, "case", Case),
    (ObjectionReview, "objection", Objection),
    (PaperScan, "case", Case),
    (OfficialDocument, "case", Case),
    (SignedCopy, "document", OfficialDocument),
    (SupervisionOrder, "case", Case),
    (AccountabilityReferral, "case", Case),
    (Recusal, "case", Case),
    (RecusalRequest, "case", Case),
    (IdentityRequest, "case", Case),
    (LegalHold, "case", Case),
)
"""Where words of a case lie: the model, what it belongs to, and by which field. Messages and the
outbox hold a kind and a case and no words, so nothing of them need go."""

ROWS: Final[tuple[Model, ...]] = (CaseEventPayload, ReporterIdentity)
"""Deleted as rows: a payload without its words would no longer match the hash of its event, and
a sealed identity without its cipher could not be opened."""

_LEFT: Final[dict[Model, str]] = {CriterionResult: "—", PublicationConsent: "—"}
"""What stands in place of the words where the database asks for some; elsewhere nothing."""


def keys_of(case: Case) -> dict[Model, set[int]]:
    """Rows of a case, by model: all in which words of it or people of it can stand."""
    keys: dict[Model, set[int]] = {Case: {case.pk}}
    for model, link, above in PLACES:
        keys[model] = _keys(model, link, keys[above])
    return keys


def erase_case(*, case: Case) -> None:
    """Blank the `ERASABLE` fields of the case and of all that belongs to it, in every version.

    Its rows, numbers, dates, events and their hashes stay: that there was a case, and what was done
    in it by whom, is a record. The caller holds the case's lock.
    """
    keys = keys_of(case)
    _delete_files(keys)
    drop_files_with(case=case)
    for model, found in keys.items():
        _blank(model, found)
    _forget_citation(case)
    CaseEventPayload.objects.filter(event__case=case).delete()
    ReporterIdentity.objects.filter(
        Q(opinion__in=keys[Opinion]) | Q(objection__in=keys[Objection])
    ).delete()
    case.refresh_from_db()


def _forget_citation(case: Case) -> None:
    """What the case cited of the negative list says as much as its words."""
    nothing = {"negative_item": "", "cited_item": None}
    Case._base_manager.filter(pk=case.pk).update(**nothing)
    Case.history.filter(id=case.pk).update(**nothing, history_salt="")


def _keys(model: Model, link: str, above: Iterable[int]) -> set[int]:
    """Rows that belong to those above, and rows deleted since, of which the history still knows."""
    belongs = {f"{link}_id__in": above}
    found = set(model._base_manager.filter(**belongs).values_list("pk", flat=True))
    for history in _history_of(model):
        found |= set(history.filter(**belongs).values_list(model._meta.pk.attname, flat=True))
    return found


def _history_of(model: Model) -> list[Any]:
    manager = getattr(model, "history", None)
    return [] if manager is None else [manager]


_FILES: Final[dict[Model, tuple[str, ...]]] = {
    Evidence: ("file", "original"),
    LookBackFile: ("file", "original"),
    PaperScan: ("file",),
    SignedCopy: ("file",),
    OfficialDocument: ("docx", "pdf"),
}
"""What lies on the disk, and under which fields."""


def _delete_files(keys: dict[Model, set[int]]) -> None:
    """Before the names are forgotten, so that a run cut short finds them again."""
    for model, fields in _FILES.items():
        rows = list(model._base_manager.filter(pk__in=keys[model]).values_list(*fields))
        for history in _history_of(model):
            rows += history.filter(id__in=keys[model]).values_list(*fields)
        for name in {name for row in rows for name in row if name}:
            default_storage.delete(name)


def _blank(model: Model, keys: set[int]) -> None:
    erasable: tuple[str, ...] = getattr(model, "ERASABLE", ())
    if not erasable:
        return
    nothing = dict.fromkeys(erasable, _LEFT.get(model, ""))
    model._base_manager.filter(pk__in=keys).update(**nothing)
    for history in _history_of(model):
        versions = history.filter(**{f"{model._meta.pk.attname}__in": keys})
        versions.update(**nothing, history_salt="")
