"""What somebody has begun and not ended, for addresses that no step of a case leads to."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from rectification.documents.templates import template_for
from rectification.enums import (
    CaseLevel,
    CaseStage,
    Channel,
    DeadlineClass,
    DocumentKind,
    DocumentVariant,
    ImportKind,
    MessageChannel,
    OccasionKind,
    OrganisationKind,
    PublicationScope,
    ReporterMode,
    RetentionKind,
    Severity,
    SourceKind,
)
from rectification.models import (
    Appointment,
    Case,
    Draw,
    IdentityRequest,
    LegalHold,
    Lesson,
    LessonReceipt,
    LightRule,
    LookBackDraw,
    Occasion,
    OutboxMessage,
    Person,
    Posting,
    RetentionRule,
    RetentionRun,
    RoutingRule,
    Screen,
    User,
    WaitingFile,
)
from rectification.notifications import DIGEST
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.policies.look_back_draws import quarter_before
from rectification.roles import Role
from rectification.services.appointments import appoint, confirm_appointment
from rectification.services.document_numbers import give_document_code
from rectification.services.draws import draw_sample
from rectification.services.encryption import encrypt_bytes
from rectification.services.holds import place_hold
from rectification.services.identities import seal_identity
from rectification.services.identity_requests import ask_for_identity
from rectification.services.light_rules import enter_light_rule
from rectification.services.look_back_draws import draw_look_backs
from rectification.services.occasions import enter_occasion
from rectification.services.office_successions import succeed_in_office
from rectification.services.paper_templates import hand_in_template
from rectification.services.postings import Shown, enter_posting
from rectification.services.retention import enter_retention_rule, propose_runs
from rectification.services.routing import enter_rule
from rectification.services.screens import register_screen
from rectification.services.tombstones import bury_case
from rectification.services.waiting_files import keep_waiting
from tests.factories import Township, acting, case_in, opinion_of
from tests.rectification.imports.lists import COLUMNS, SHEET, problems
from tests.rectification.imports.lists import line as problem
from tests.rectification.web.desk import post_notice
from tests.struck import struck_off
from tests.workflows.answers import REASON
from tests.workflows.play import user_of
from workflows import documents, reports


def waiting_office(town: Township, someone: Person) -> Appointment:
    """An office that the organisation office entered and a second person has to confirm."""
    return appoint(
        person=someone,
        role=Role.INS,
        organisation=town.office,
        valid_from=today(),
        entered_by=town.org,
    )


def coming_office(town: Township, someone: Person) -> Appointment:
    """The same, confirmed, of an office that begins a month later."""
    begins = today() + timedelta(days=30)
    office = appoint(
        person=someone,
        role=Role.INS,
        organisation=town.office,
        valid_from=begins,
        entered_by=town.org,
    )
    confirm_appointment(appointment=office, by=town.pse)
    return office


def waiting_succession(town: Township, someone: Person) -> Appointment:
    """The same of somebody who is to follow the secretary in the west."""
    office = Appointment.objects.get(person=town.west.secretary, role=Role.SEC)
    entered = office.successions.first()
    return entered or succeed_in_office(
        office=office, successor=someone, on=today(), entered_by=town.org
    )


def waiting_roster(town: Township, more: str = "") -> WaitingFile:
    """An upload of the organisation office: a person known already, and more rows."""
    text = f"人员编号,姓名\n{town.org.code},{town.org.name}\n{more}"
    return keep_waiting(
        kind=ImportKind.ROSTER, content=text.encode(), name="名册.csv", owner=town.org
    )


LISTED: Final = (
    "学习记录不完整。",
    "公开栏未更新。",
    "无名村党支部",
    "云巡反〔2026〕3号 反馈日期:2026年3月2日",
    "云巡反〔2026〕3号",
    "清单.xlsx",
    "学习教育方面",
    "立行立改",
    SHEET,
    *COLUMNS,
    "路灯不亮。",
    "登记日期",
    "意见内容",
    "登记表.csv",
)
"""What stands in the list that waits, and in the register."""


def waiting_list(town: Township) -> WaitingFile:
    """An upload of the office: a problem of the branch in the east, and one of nobody."""
    unit = town.east.organisation.name
    rows = (problem(LISTED[0], unit), problem(LISTED[1], LISTED[2], serial=2))
    content = problems(*rows, head=LISTED[3])
    return keep_waiting(
        kind=ImportKind.BATCH, content=content, name="清单.xlsx", owner=town.officer
    )


def waiting_message(someone: Person) -> OutboxMessage:
    """A mail that the mail server refused, for an administrator to send again."""
    now = timezone.now()
    return OutboxMessage.objects.create(
        key=f"digest:{today()}:{someone.pk}",
        kind=DIGEST,
        channel=MessageChannel.MAIL,
        recipient=someone,
        attempts=1,
        error="SMTPRecipientsRefused",
        created_at=now,
        parked_at=now,
    )


def waiting_rule(town: Township) -> RoutingRule:
    """A rule of the office that was not tried yet."""
    return enter_rule(
        by=town.officer,
        committee=town.committee,
        name="党务公开",
        keyword="公开栏",
        deadline_class=DeadlineClass.IMMEDIATE,
    )


def waiting_light_rule(town: Township) -> LightRule:
    """Thresholds that were not tried yet."""
    return enter_light_rule(
        by=town.officer,
        committee=town.committee,
        in_force_from=today(),
        thresholds={"soon_days": 3},
    )


def waiting_retention_run(town: Township) -> RetentionRun:
    """A list of one case that has to be checked."""
    struck_off(town, today() - timedelta(days=1500), level=CaseLevel.MEMBER)
    propose_runs()
    return RetentionRun.objects.get(committee=town.committee, ended_at=None)


def waiting_hold(town: Township) -> LegalHold:
    """Placed by the office."""
    case = struck_off(town, today(), level=CaseLevel.MEMBER)
    return place_hold(case=case, by=town.officer, reason="信访核查期间需要保留全部材料。")


def erased_case(town: Township) -> Case:
    """A case of which a tombstone is left."""
    case = struck_off(town, today() - timedelta(days=1500), level=CaseLevel.MEMBER)
    bury_case(case=case, kind=RetentionKind.MEMBER_CASE)
    return case


def waiting_period(town: Township) -> RetentionRule:
    """Another period that nobody has confirmed."""
    return enter_retention_rule(
        by=town.officer,
        committee=town.committee,
        kind=RetentionKind.ACCESS_LOG,
        months=18,
        in_force_from=today(),
        basis="云党办〔2026〕5号",
    )


def made_draw(town: Township) -> Draw:
    """A branch drawn for a random check."""
    return draw_sample(
        by=town.officer,
        committee=town.committee,
        name="主题党日抽查",
        kind=OrganisationKind.BRANCH,
        size=1,
    )


def received_lesson(town: Township) -> LessonReceipt:
    """What the branch in the east is asked to check, after a problem of the one in the west."""
    west = town.west.organisation
    case = struck_off(town, today(), owner_organisation=west, severity=Severity.PROMINENT)
    lesson = Lesson.objects.create(
        case=case,
        text="活动记录须当日填写，不得事后补记。",
        proposed_by=town.intake,
        proposed_at=timezone.now(),
        confirmed_by=town.officer,
        confirmed_at=timezone.now(),
        sent_by=town.officer,
        sent_at=timezone.now(),
    )
    return LessonReceipt.objects.create(lesson=lesson, organisation=town.east.organisation)


def look_backs_drawn(town: Township) -> LookBackDraw:
    """What was struck off in the quarter before, and drawn for a look-back."""
    since, until = quarter_before(today())
    for _case in range(2):
        struck_off(town, until)
    draw_look_backs()
    return town.committee.look_back_draws.get(since=since)


def waiting_visit(town: Township, by: Person | None = None) -> Occasion:
    """What the liaison leader found in the east; nobody has raised a problem from it."""
    return enter_occasion(
        by=by or town.liaison,
        source=SourceKind.VISIT,
        kind=OccasionKind.STAY,
        organisation=town.east.organisation,
        held_on=today(),
        finding="活动室上锁，组织生活改在室外。",
        people=[town.liaison],
    )


def waiting_register(town: Township) -> WaitingFile:
    """An upload of the intake officer: an opinion about the branch in the east, an empty one."""
    rows = f"2026/3/2,{town.east.organisation.name}路灯不亮。\n2026/3/2,\n"
    return keep_waiting(
        kind=ImportKind.OPINIONS,
        content=encrypt_bytes(f"登记日期,意见内容\n{rows}".encode()),
        name="登记表.csv",
        owner=town.intake,
    )


def waiting_identity(someone: Person, case: Case) -> IdentityRequest:
    """A member of the discipline committee has asked who reported, and nobody has decided."""
    opinion = opinion_of(case, mode=ReporterMode.CONFIDENTIAL)
    seal_identity(name="欧阳霁月", contact="", opinion=opinion)
    return ask_for_identity(
        case=case,
        voice=opinion,
        by=authority_of(someone.user),
        document_number="云纪函〔2026〕8号",
        reason="不向反映人当面核实，无法确认时间。",
    )


def waiting_posting(town: Township) -> Posting:
    """A sheet on the board of the east village, with a notice of a case of its own."""
    case = case_in(town, CaseStage.IN_NOTICE)
    notice = post_notice(town, case, PublicationScope.VILLAGE)
    shown = Shown(channel=Channel.BOARD_SHEET, held_on=today(), record="村务公开栏照片存支部档案")
    return enter_posting(
        by=User.objects.get(person=town.east.secretary),
        organisation=town.east.organisation,
        notices=[notice],
        shown=shown,
    )


def waiting_screen(town: Township) -> Screen:
    """A screen of the east village; its link is with whoever opened it."""
    return opened_screen(town)[0]


def opened_screen(town: Township) -> tuple[Screen, str]:
    """The same with its token."""
    return register_screen(
        by=town.east.secretary,
        organisation=town.east.organisation,
        name="村部大厅屏",
        place="村部一楼",
    )


def issued_paper(town: Township, case: Case) -> None:
    """The approval form of its plan, void and issued anew; a template that waits beside it."""
    give_document_code(organisation=town.office, code="云问")
    office = authority_of(user_of(town.gen)).appointments[0]
    kind, by = DocumentKind.PLAN_APPROVAL, acting(town.officer)
    hand_in_template(
        office=office, kind=kind, content=template_for(kind), name="审批表.docx", note=REASON
    )
    of = documents.Wanted(kind, case.plans.latest("pk").pk, DocumentVariant.INTERNAL)
    for turn in range(2):
        if turn:
            documents.void(
                user=user_of(town.officer), document=case.documents.get(), actor=by, reason=REASON
            )
        documents.issue(user=user_of(town.officer), case=case, actor=by, of=of)
    reports.issue(
        user=user_of(town.officer),
        organisation=town.committee,
        year=today().year,
        variant=DocumentVariant.PUBLIC,
        actor=by,
    )
