"""What is said in two places says the same: flows and words, messages, templates, models, rights.

Names that are stored are pinned in `tests/workflows/test_names.py`; here nothing is pinned, so
that a new step, message or model is checked the day it is written.
"""

import ast
import re
from typing import Any, Final

import pytest
from django.apps import apps
from django.db import models
from django.template.loader import get_template
from viewflow.workflow.lock import SelectForUpdateLock

from rectification import permissions
from rectification.calendar import Clock
from rectification.enums import CaseLevel, CaseStage, Step
from rectification.models import Case, Person, User
from rectification.policies.authority import authority_of
from rectification.roles import ROLES
from rectification.selectors.cases import page_of_cases, visible_to
from rectification.selectors.notices import board_for
from rectification.web.steps import STEP_WORDS
from tests.factories import case_in, township
from tests.house.source import ROOT, literals, python, trees
from workflows.flows import FLOWS, LookBackFlow, RectificationFlow, steps_of
from workflows.forms.base import StepForm
from workflows.steps import HumanStep, Period
from workflows.urls import urlpatterns

TEMPLATES: Final = ROOT / "templates"
NODES: Final = [(flow, node) for flow in FLOWS for node in steps_of(flow)]
HUMAN: Final = [(flow, node) for flow, node in NODES if isinstance(node, HumanStep)]


def node_id(value: Any) -> str:
    """A class by its own name, a node by that of its step."""
    return str(getattr(value, "__name__", None) or value.name)


# --- flows --------------------------------------------------------------------------------------


@pytest.mark.parametrize("flow", FLOWS, ids=node_id)
def test_flow_locks_the_row_of_its_process(flow: Any) -> None:
    assert isinstance(flow.lock_impl, SelectForUpdateLock)


def test_steps_of_the_flows_are_the_words_for_steps() -> None:
    assert {node.name for _flow, node in NODES} == set(Step.values)
    assert set(STEP_WORDS) == set(Step.values)


@pytest.mark.parametrize(("flow", "node"), HUMAN, ids=node_id)
def test_step_of_a_person_says_form_right_stage_and_clock(flow: Any, node: HumanStep) -> None:
    assert issubclass(node.form_class, StepForm)
    assert node.form_class.carry_out is not StepForm.carry_out
    assert node.form_class.decisions
    assert node.role_label
    # The person concerned comments as himself: no office, hence no right. Whose opinion is asked
    # for was chosen among those who read the case.
    without = (Step.HEAR_PERSON, Step.HEAR_ANSWER, Step.HEAR_DISCLOSURE, Step.GIVE_OPINION)
    assert node.right in permissions.LABELS or node.name in without
    if flow is RectificationFlow:
        assert node.stage in CaseStage.open()
    else:
        # A change of the plan under way stands for the stage of its approval (T16).
        waits = node.name in (Step.ADVISE_CHANGE, Step.APPROVE_CHANGE)
        looks = CaseStage.LOOK_BACK if flow is LookBackFlow else ""
        assert node.stage == (CaseStage.PLAN_REVIEW if waits else looks)
    assert node.clock_label in ("", *Clock)
    assert (node.timer is None) == (node.clock_label == "")


@pytest.mark.parametrize(("flow", "node"), HUMAN, ids=node_id)
def test_right_of_a_step_is_granted_with_the_role_it_names(flow: Any, node: HumanStep) -> None:
    """A holder without the right would find the step in his inbox and be refused at the door."""
    named = [ROLES[role] for role in str(node.role_label).split("/") if role in ROLES]
    assert [spec for spec in named if node.right not in spec.grants] == []


def test_period_is_nobodys_step() -> None:
    periods = [node for _flow, node in NODES if isinstance(node, Period)]
    assert [(node.name, node.right, node.role_label) for node in periods] == [
        (step, "", "") for step in (Step.OBJECTION_PERIOD, Step.NOTICE_PERIOD)
    ]


# --- templates ----------------------------------------------------------------------------------

BY_THE_FRAMEWORK: Final = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}

NAMED_IN_TEMPLATES: Final = re.compile(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")
INLINE: Final = re.compile(
    r"<style|<script(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
)
PAGES: Final = sorted(p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.html"))


def _included() -> set[str]:
    texts = [(TEMPLATES / name).read_text(encoding="utf-8") for name in PAGES]
    return {name for text in texts for name in NAMED_IN_TEMPLATES.findall(text)}


def test_templates_are_used() -> None:
    named = {name for tree in trees() for name in literals(tree) if name.endswith(".html")}
    steps = {f"workflows/steps/{step}.html" for step in Step.values}
    assert set(PAGES) - named - _included() - steps - BY_THE_FRAMEWORK == set()


def test_templates_that_are_included_exist() -> None:
    assert _included() - set(PAGES) == set()


@pytest.mark.parametrize("name", PAGES)
def test_template_is_sound_and_holds_no_script_or_style(name: str) -> None:
    get_template(name)
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if INLINE.search(line)] == []


def test_pages_that_move_a_case_keep_what_is_typed() -> None:
    """Over the end of a session and over a log-in in another tab (docs/decisions/0011)."""
    pages = {pattern.name: pattern.callback for pattern in urlpatterns}
    reading = {"chart", "moves", "authority", "my_authority", "authority_workbook"}
    # Nothing is typed there: one says that somebody was told.
    reading |= {"papers_told", "paper_told", "change_plan", "drop_change"}
    reading |= {"begin_disclosure", "withdraw_consent", "shown_notices"}
    # A file cannot be kept, and what is typed about it rides in the address.
    of_a_file = {"batches", "batch_file", "batch_refused", "batch_progress"}
    of_a_file |= {"registers", "register_file", "register_refused"}
    bare = {name for name, page in pages.items() if not hasattr(page, "filled_by")}
    assert bare == reading | of_a_file


def test_forms_bear_their_writers_mark_but_for_those_without_account() -> None:
    texts = {name: (TEMPLATES / name).read_text(encoding="utf-8") for name in PAGES}
    forms = {name for name, text in texts.items() if 'name="idempotency_key"' in text}
    unmarked = {name for name in forms if "{% written_by %}" not in texts[name]}
    assert unmarked == {
        "components/act.html",
        "rectification/receipt.html",
    }


# --- models -------------------------------------------------------------------------------------

OURS: Final = [
    model
    for house in ("rectification", "workflows")
    for model in apps.get_app_config(house).get_models()
    if not model.__name__.startswith("Historical")
]
LONG: Final = 60
"""Characters from which a field is long enough for a sentence or a name."""

NOT_ABOUT_PEOPLE: Final[dict[str, set[str]]] = {
    "a code, key or hash of ours": {
        "AccessLog.what",
        "AccountLink.token_hash",
        "CalendarFeed.token_hash",
        "CalendarYear.digest",
        "CaseEvent.files",
        "CaseEvent.hash",
        "CaseEvent.payload_hash",
        "CaseEvent.previous_hash",
        "CaseEvent.reference",
        "CaseEvent.versions",
        "Checkpoint.public_key",
        "Checkpoint.root",
        "Checkpoint.signature",
        "Checkpoint.statement",
        "CheckpointHead.hash",
        "PaperEvent.files",
        "PaperEvent.hash",
        "PaperEvent.payload_hash",
        "PaperEvent.previous_hash",
        "PaperEvent.reference",
        "PaperEvent.versions",
        "RecordsExport.about",
        "RecordsExport.sha256",
        "ListFile.query",
        "ListFile.sights",
        "ListSnapshot.sha256",
        "ListSnapshotLine.sha256",
        "DeadlineRound.reference",
        "Evidence.content_type",
        "Evidence.sha256",
        "Evidence.original_sha256",
        "LookBackFile.content_type",
        "LookBackFile.sha256",
        "LookBackFile.original_sha256",
        "OfficialDocument.about",
        "OfficialDocument.docx_sha256",
        "OfficialDocument.pdf_sha256",
        "OfficialDocument.statement",
        "PaperScan.content_type",
        "PaperScan.sha256",
        "PaperTemplate.sha256",
        "SignedCopy.content_type",
        "SignedCopy.sha256",
        "Screen.token_hash",
        "ImportedFile.sha256",
        "WaitingFile.sha256",
        "InAppNotice.key",
        "BallotCode.code_hash",
        "Objection.receipt_hash",
        "Opinion.receipt_hash",
        "Organisation.path",
        "OutboxMessage.key",
        "User.password",
        "LookBack.methods",
        "Verification.methods",
    },
    "asks the same of everybody": {
        "CheckItem.text",
        "CheckRound.title",
        "NegativeListItem.text",
        "PaperTemplate.file",
        "PaperTemplate.name",
        "PaperTemplate.note",
    },
    "names an organisation": {
        "ListSnapshotLine.about",
        "Organisation.name",
        "OrganisationAlias.name",
    },
    "a heading of ours": {"ListSnapshot.title", "ListSnapshotColumn.label"},
    "cites a document": {
        "Appointment.mandate",
        "CalendarYear.notices",
        "IdentityRequest.document_number",
        "LookBack.reply_number",
        "NegativeList.basis",
        "NegativeListItem.norm",
        "NoticeChannel.record",
        "Posting.record",
        "RecordsExport.basis",
        "RetentionRule.basis",
        "Plan.minutes_number",
        "Plan.superior_copy",
        "SourceBatch.document_number",
        "SourceBatch.title",
        "VerificationAttempt.reply_number",
    },
}
WITHOUT_HISTORY: Final[dict[str, set[str]]] = {
    "a record itself; nothing of it is edited": {
        "AccessLog",
        "AccountEvent",
        "AccountLink",
        "ActReceipt",
        "BatchEntry",
        "BoxOpening",
        "CaseEvent",
        "CaseEventPayload",
        "Checkpoint",
        "CheckpointHead",
        "CheckReminder",
        "CheckRoundEvent",
        "Correction",
        "DeadlineRound",
        "Draw",
        "DrawCandidate",
        "ImportedFile",
        "ListSnapshotColumn",
        "ListSnapshotLine",
        "LookBackCandidate",
        "LookBackDraw",
        "LookBackFile",
        "OpinionEntry",
        "OpinionNote",
        "OrganisationCheck",
        "PaperEntry",
        "PaperEvent",
        "PaperScan",
        "RecordsExport",
        "RetentionLine",
        "Tombstone",
        "Posting",
        "Reuse",
        "SignedCopy",
        "SourceBatch",
        "WorkItem",
        "WorkItemBar",
    },
    "sent once and read once": {"Copy", "InAppNotice", "OutboxMessage"},
    "gone after a day, or once it is imported": {"WaitingFile"},
    "gone after two days": {"ListFile"},
    "every change is a new version": {
        "CalendarDay",
        "CalendarYear",
        "CheckItem",
        "NegativeList",
        "NegativeListItem",
    },
    "told by the events of the account": {"CalendarFeed", "MailAddress"},
    "nobody follows how a member looks at himself": {"MemberCheck", "SelfCheck"},
    "derived from the appointments": {
        "OrganisationGroupPermission",
        "OrganisationUserPermission",
    },
    "a counter or the state of a machine": {"CaseProcess", "JobRun", "NumberSeries"},
    "no trace may lead to a reporter": {"ReporterIdentity"},
    "nobody follows who answered what": {"BallotBox", "BallotCode", "BallotCount", "BallotVoter"},
}


def _free_text(model: type[models.Model]) -> set[str]:
    long = (models.TextField, models.CharField, models.FileField, models.BinaryField)
    return {
        field.name
        for field in model._meta.local_fields
        if isinstance(field, long) and not field.choices and (field.max_length or LONG) >= LONG
    }


@pytest.mark.parametrize("model", OURS, ids=node_id)
def test_text_of_a_model_can_be_erased(model: type[models.Model]) -> None:
    erasable = set(getattr(model, "ERASABLE", ()))
    assert erasable <= {field.name for field in model._meta.local_fields}
    excepted = set().union(*NOT_ABOUT_PEOPLE.values())
    text = {name for name in _free_text(model) if f"{model.__name__}.{name}" not in excepted}
    assert text - erasable == set()


def test_exceptions_name_fields_and_models_that_exist() -> None:
    fields = {f"{model.__name__}.{name}" for model in OURS for name in _free_text(model)}
    assert set().union(*NOT_ABOUT_PEOPLE.values()) <= fields
    named = {model.__name__ for model in OURS}
    assert set().union(*WITHOUT_HISTORY.values()) <= named


def test_models_have_a_history_or_a_reason() -> None:
    bare = {model.__name__ for model in OURS if not hasattr(model, "history")}
    assert bare == set().union(*WITHOUT_HISTORY.values())


# --- superuser ----------------------------------------------------------------------------------

SHORTCUTS: Final = re.compile(
    r"\bhas_perms?\(|\bis_staff\b|permission_required|user_passes_test|get_objects_for_user"
)


def test_nothing_asks_for_the_superuser_flag() -> None:
    """Only the check that warns of it reads the flag; Django's own `has_perm` would obey it."""
    attributes = [
        node
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "is_superuser"
    ]
    assert attributes == []
    assert [found for text in python() for found in SHORTCUTS.findall(text)] == []
    texts = [(TEMPLATES / name).read_text(encoding="utf-8") for name in PAGES]
    assert [text for text in texts if "perms." in text or "is_superuser" in text] == []


@pytest.mark.django_db
def test_superuser_without_an_office_sees_nothing() -> None:
    town = township()
    cases = [case_in(town, "plan_review", level=level) for level in CaseLevel]
    root = User.objects.create_user("root", None, Person.objects.create(code="root", name="超户"))
    root.is_superuser = True
    root.save()
    authority = authority_of(root)
    assert Case.objects.count() == len(cases)
    assert not visible_to(root).exists()
    assert page_of_cases(root) == []
    assert not board_for(root).exists()
    assert [p for p in permissions.LABELS if authority.may(p, town.east.organisation)] == []
