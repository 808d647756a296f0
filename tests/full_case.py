"""A case with a row in every place where words can lie."""

from datetime import timedelta

from django.utils import timezone

from rectification.enums import CaseStage, EventVerb
from rectification.models import (
    AccountabilityReferral,
    BatchEntry,
    Case,
    Consultation,
    Correction,
    Dispute,
    Extension,
    IdentityRequest,
    ImportedFile,
    Lesson,
    ListSnapshot,
    LookBack,
    LookBackFile,
    Merge,
    Milestone,
    ObjectionReview,
    OfficialDocument,
    Opinion,
    OpinionEntry,
    OpinionNote,
    PaperScan,
    Pause,
    Person,
    PlanComment,
    PublicationConsent,
    Reclassification,
    Recusal,
    RecusalRequest,
    RedactionMark,
    SignedCopy,
    SourceBatch,
    WorkItem,
)
from rectification.policies.actors import Actor
from rectification.services import objections
from rectification.services.events import record_event
from rectification.services.holds import place_hold
from rectification.services.identities import seal_identity
from rectification.services.orders import order_after_failures
from tests.factories import Township, case_in
from tests.published import notice_of, sign, verifying


def full_case(town: Township) -> Case:
    """With a row in every place where words can lie."""
    case = verifying(town)
    sign(town, case)
    objection, _code = objections.receive_objection(
        notice=notice_of(case), kind="privacy", mode="named", text="请核实。", name="司徒望舒"
    )
    ObjectionReview.objects.create(
        objection=objection, contested="dismissed", reason="没有说明。", asked_at=timezone.now()
    )
    opinion = Opinion.objects.create(
        case=case,
        mode="named",
        text="路灯不亮。",
        receipt_hash="1" * 64,
        received_on=timezone.localdate(),
    )
    seal_identity(name="欧阳霁月", contact="", opinion=opinion)
    line_of_a_list(case)
    line_of_a_register(opinion, town.intake)
    Merge.objects.create(
        case=case,
        master=case_in(town, CaseStage.REGISTERED),
        made_by=town.officer,
        made_at=timezone.now(),
        undone_at=timezone.now(),
        undo_reason="不是同一事实。",
    )
    about, owner = town.dis[3], town.east.secretary
    now = timezone.now()
    plan = case.plans.get()
    Milestone.objects.create(
        measure=plan.measures.get(), due_on=timezone.localdate(), text="完成初稿。"
    )
    PlanComment.objects.create(
        plan=plan, about="cause", text="再写具体。", step="approve_plan", made_by=about, made_at=now
    )
    Recusal.objects.create(
        case=case, person=town.gen, ground="other", reason="另有说明的理由。", since=now
    )
    IdentityRequest.objects.create(
        case=case,
        opinion=opinion,
        requested_by=about,
        requested_at=now,
        document_number="云纪函〔2026〕8号",
        reason="不当面核实无法查清。",
        decide_by=timezone.localdate(),
    )
    RecusalRequest.objects.create(
        case=case,
        person=about,
        requested_by=owner,
        ground="interest",
        reason="与本事项有利害关系。",
        requested_at=now,
    )
    days_asked(case, owner)
    opinion_asked(case, town)
    marked_as_kept(case, about)
    frozen(case, about)
    PublicationConsent.objects.create(
        case=case, person=owner, scope="S3", how="paper", record="存放处", given_at=now
    )
    looked_back(case)
    event = record_event(case=case, verb=EventVerb.CORRECTED, actor=Actor(person=owner))
    Correction.objects.create(event=event, fact="title", old="旧题目", new="新题目")
    unit = case.assignments.latest("pk")
    Dispute.objects.create(case=case, assignment=unit, kind="refused", raised_at=now)
    order_after_failures(case=case, attempt=case.attempts.latest("pk"))
    referred(case, about)
    issued(case, about)
    place_hold(case=case, by=town.officer, reason="信访核查期间需要保留。")
    return case


def issued(case: Case, by: Person) -> None:
    """A paper with its signed copy, void since."""
    assert case.owner_organisation is not None
    now, day = timezone.now(), timezone.localdate()
    document = OfficialDocument.objects.create(
        kind="supervision_order",
        variant="internal",
        case=case,
        organisation=case.owner_organisation,
        number="云纪督〔2026〕1号",
        title="督办单",
        code="0000-0000-0000-0001",
        issued_by=by,
        issued_role="DIS",
        issued_at=now,
        void_at=now,
        void_reason="日期写错。",
    )
    SignedCopy.objects.create(
        document=document, name="签字件.pdf", signed_on=day, attached_by=by, attached_at=now
    )


def referred(case: Case, by: Person) -> None:
    """With its words and the body it was sent to."""
    words = dict.fromkeys(AccountabilityReferral.ERASABLE, "整改台账四个月没有更新。")
    assert case.owner_organisation is not None
    AccountabilityReferral.objects.create(
        case=case,
        round=1,
        organisation=case.owner_organisation,
        ground="execution",
        written_by=by,
        role="DIS",
        body=case.owner_organisation,
        written_at=timezone.now(),
        **words,
    )


def frozen(case: Case, by: Person) -> None:
    """A line of a version of a list."""
    snapshot = ListSnapshot.objects.create(
        kind="problems",
        title="问题清单",
        organisation=case.owner_organisation,
        made_by=by,
        made_role="OFF",
        made_at=timezone.now(),
        lines=1,
        sha256="3" * 64,
    )
    snapshot.rows.create(position=1, case=case, words="问题表现", sha256="4" * 64)


def marked_as_kept(case: Case, by: Person) -> None:
    RedactionMark.objects.create(
        publication=case.publications.latest("pk"),
        kind="service",
        decision="keep",
        shown="出生登记",
        reason="登记事项的名称。",
        decided_by=by,
        decided_at=timezone.now(),
    )


def looked_back(case: Case) -> None:
    """Looked at before; what was found is in words."""
    day = timezone.localdate()
    Lesson.objects.create(
        case=case, text="记录须当日填写。", proposed_by=case.author, proposed_at=timezone.now()
    )
    words = dict.fromkeys(LookBack.ERASABLE, "回头看时公开栏仍未更新。")
    look_back = LookBack.objects.create(
        case=case, round=1, kind="after_closing", ground="due", begins_on=day, due_on=day, **words
    )
    LookBackFile.objects.create(
        look_back=look_back,
        name="现场照片.pdf",
        content_type="application/pdf",
        size=4,
        sha256="5" * 64,
        original_sha256="6" * 64,
        uploaded_at=timezone.now(),
        uploaded_by=case.author,
    )


def days_asked(case: Case, owner: Person) -> None:
    """More time, a pause and another class, each with its reason."""
    now, day = timezone.now(), timezone.localdate()
    asked = {"case": case, "round": 1, "reason": "雨季无法施工。", "asked_at": now}
    later = {"former_due_on": day, "new_due_on": day + timedelta(days=7), "asked_by": owner}
    Extension.objects.create(**asked, **later)
    Reclassification.objects.create(**asked, **later, former_class="limited", new_class="long_term")
    Pause.objects.create(
        **asked, ground="force_majeure", ends_on=day + timedelta(days=7), asked_by=owner
    )


def opinion_asked(case: Case, town: Township) -> None:
    now = timezone.now()
    Consultation.objects.create(
        case=case,
        item=WorkItem.objects.create(
            case=case, task_id=1, process_id=1, step="verify", person=town.pse, opened_at=now
        ),
        person=town.lg,
        role="LG",
        organisation=town.leading_group,
        question="是否妥当？",
        opinion="可以照办。",
        asked_by=town.pse,
        asked_at=now,
        given_at=now,
    )


def line_of_a_register(opinion: Opinion, by: Person) -> None:
    """With a note of its sender, and the paper on which it came."""
    now, day = timezone.now(), timezone.localdate()
    file = ImportedFile.objects.create(
        kind="opinions", sha256="2" * 64, name="登记表.csv", imported_at=now, written=1, refused=0
    )
    OpinionEntry.objects.create(
        opinion=opinion, file=file, row=2, fingerprint="3" * 64, came_by="来信", remark="要求保密"
    )
    OpinionNote.objects.create(opinion=opinion, kind="addition", text="五月六日。", at=now)
    PaperScan.objects.create(
        case=opinion.case,
        kind="letter",
        file="papers/none",
        name="来信.pdf",
        content_type="application/pdf",
        sha256="4" * 64,
        received_on=day,
        entered_by=by,
        entered_at=now,
    )


def line_of_a_list(case: Case) -> None:
    file = ImportedFile.objects.create(
        kind="batch", name="清单.xlsx", imported_at=timezone.now(), written=1, refused=0
    )
    batch = SourceBatch.objects.create(
        kind="inspection",
        document_number="云巡反〔2026〕3号",
        received_on=timezone.localdate(),
        policy_version=timezone.localdate(),
        file=file,
        entered_at=timezone.now(),
    )
    BatchEntry.objects.create(batch=batch, case=case, row=3)
