"""Who sees which field of a case, row by row and column by column (docs/rules.md 4.9).

Each field has words of its own; every page on which a case may stand is searched for them.
"""

from typing import Any, Final

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from rectification.enums import (
    CaseLevel,
    CaseStage,
    EventVerb,
    PartyReason,
    ReporterMode,
    Step,
)
from rectification.models import Case, CaseParty, Evidence, Measure, Person, Recusal
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.authority import authority_of
from rectification.policies.visibility import FILE
from rectification.roles import Role
from rectification.selectors.sight import sight_of
from rectification.services.events import record_event
from rectification.services.identities import seal_identity
from rectification.services.office_successions import succeed_in_office
from rectification.web.parts import Entry
from tests.factories import Township, acting, case_in, in_office, opinion_of, person, prove
from tests.rectification.web.desk import client_of, close, happen, open_step, send_copy, share, tell

pytestmark = pytest.mark.django_db

TITLE: Final = "村务公开栏九个月没有换过"
WORDS: Final = {
    "description": TITLE,
    "plan": "没有人记得换栏的日子",
    "evidence": "换栏前后对照照片.pdf",
    "record": "组织办认为措施应写明责任人",
    "identity": "欧阳霁月",
}
ALL: Final = "description owner plan evidence record"
UNNAMED: Final = "description plan record"

BRANCH_ROWS: Final = {
    "sec": ALL,
    "clerk": "description plan evidence",
    "mate": "",
    "west": "",
    "off": ALL,
    "intake": ALL,
    "org": UNNAMED,
    "dis": "",
    "ver": ALL,
    "pse": ALL,
    "lg": UNNAMED,
    "lia": UNNAMED,
    "dps": "",
    "wsec": "description",
    "wclk": "description",
    "gen": "",
    "pub": "",
    "ins": "",
    "sup": "",
    "adm": "",
    "aud": "",
}
"""The secretary of the party committee approved the plan; the liaison leader has read along."""
MEMBER_ROWS: Final = {
    **dict.fromkeys(BRANCH_ROWS, ""),
    "owner": ALL,
    "sec": ALL,
    "off": ALL,
    "intake": ALL,
    "ver": ALL,
}


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def cast(town: Township) -> dict[str, Person]:
    """One person for each row of the table."""
    return {
        "owner": town.east.members[0],
        "sec": town.east.secretary,
        "clerk": town.east.clerk,
        "mate": town.east.members[1],
        "west": town.west.members[0],
        "off": town.officer,
        "intake": town.intake,
        "org": town.org,
        "dis": town.dis[3],
        "ver": town.dis[0],
        "pse": town.pse,
        "lg": town.lg,
        "lia": town.liaison,
        "dps": town.dps,
        "wsec": town.west.secretary,
        "wclk": town.west.clerk,
        "gen": town.gen,
        "pub": town.pub,
        "ins": in_office(person("督导长"), Role.INS, town.office),
        "sup": in_office(person("上观察"), Role.SUP, town.committee),
        "adm": in_office(person("管机长"), Role.ADM, town.committee),
        "aud": in_office(person("审计长"), Role.AUD, town.committee),
    }


def told(town: Township, level: str = CaseLevel.BRANCH, **fields: Any) -> Case:
    """A case being rectified whose fields have words of their own, with a verifier named."""
    case = case_in(town, CaseStage.RECTIFYING, level=level, title=TITLE, **fields)
    case.plans.update(cause=WORDS["plan"])
    _file(case)
    record_event(
        case=case, verb=EventVerb.PLAN_ADVISED, actor=acting(town.org), text=WORDS["record"]
    )
    opinion = opinion_of(case, mode=ReporterMode.CONFIDENTIAL)
    seal_identity(name=WORDS["identity"], contact="后山第七户", opinion=opinion)
    if level == CaseLevel.BRANCH:
        share(case, town.west.organisation)
    _assign(case, town.dis[0])
    return case


def _file(case: Case) -> Evidence:
    measure = Measure.objects.get(plan__case=case)
    evidence = prove(measure, by=measure.person)
    evidence.name = WORDS["evidence"]
    evidence.file.save("x.pdf", ContentFile(b"%PDF"))
    evidence.save()
    return evidence


def _assign(case: Case, someone: Person) -> None:
    CaseParty.objects.create(
        case=case, person=someone, reason=PartyReason.VERIFIER, since=timezone.now()
    )


def pages(someone: Person, case: Case) -> str:
    """Everything a reader can open on which the case might stand, and the file as its name."""
    client = client_of(someone)
    tell(someone, case)
    send_copy(case, someone)
    lists = ("cases", "inbox", "done", "submitted", "copies", "messages", "board")
    addresses = [f"{reverse(f'rectification:{name}')}?all=1" for name in lists]
    addresses += [reverse("rectification:case", args=[case.pk])]
    addresses += [reverse("workflows:chart", args=[case.pk])]
    addresses += [reverse("rectification:records"), reverse("rectification:hashes")]
    bodies = [client.get(address).content.decode() for address in addresses]
    evidence = Evidence.objects.get(progress__measure__plan__case=case)
    file = client.get(reverse("rectification:evidence", args=[evidence.pk]))
    shows = "".join(bodies)
    file.getvalue()
    assert (file.status_code == 200) == (WORDS["evidence"] in shows)
    return shows


def seen_by(someone: Person, case: Case) -> set[str]:
    """The columns of the table whose words the reader finds; his own name tells him nothing."""
    found = pages(someone, case)
    owner = case.owner_person or case.plans.get().drafted_by
    words = {**WORDS, "owner": owner.name}
    if someone == owner:
        found += owner.name
    return {column for column, word in words.items() if word in found}


@pytest.mark.parametrize("who", BRANCH_ROWS)
def test_row_of_the_table_for_a_branch_case(
    town: Township, cast: dict[str, Person], who: str
) -> None:
    assert seen_by(cast[who], told(town)) == set(BRANCH_ROWS[who].split())


@pytest.mark.parametrize("who", MEMBER_ROWS)
def test_row_of_the_table_for_a_members_case(
    town: Township, cast: dict[str, Person], who: str
) -> None:
    case = told(town, CaseLevel.MEMBER)
    assert seen_by(cast[who], case) == set(MEMBER_ROWS[who].split())


def test_co_unit_reads_its_own_evidence_and_no_other(town: Township) -> None:
    case = told(town)
    own = Measure.objects.create(
        plan=case.plans.get(),
        position=2,
        text="由配合单位完成的措施",
        deliverable="记录",
        organisation=town.west.organisation,
        person=town.west.secretary,
        due_on=timezone.localdate(),
    )
    file = prove(own, by=town.west.secretary)
    file.file.save("y.pdf", ContentFile(b"%PDF"))
    client = client_of(town.west.clerk)
    html = client.get(reverse("rectification:case", args=[case.pk])).content.decode()
    assert own.text in html
    assert file.name in html
    assert town.west.secretary.name in html
    assert WORDS["evidence"] not in html
    answer = client.get(reverse("rectification:evidence", args=[file.pk]))
    assert answer.getvalue() == b"%PDF"
    assert answer.status_code == 200


def test_leader_reads_names_and_evidence_while_he_is_in_charge(town: Township) -> None:
    """“If needed”: from the step given to him on, and after he has reviewed."""
    case = told(town)
    for someone, role, at in (
        (town.liaison, Role.LIA, town.east.organisation),
        (town.lg, Role.LG, town.leading_group),
    ):
        item = open_step(case, Step.FIRST_REVIEW, role, at)
        assert seen_by(someone, case) == set(ALL.split())
        close(item, someone, EventVerb.REVIEW_PASSED)
        case.copies.all().delete()
        assert seen_by(someone, case) == set(UNNAMED.split())


def test_organisation_office_learns_no_name_by_the_step_it_holds(town: Township) -> None:
    case = told(town)
    open_step(case, Step.ADVISE_PLAN, Role.ORG, town.organisation_office)
    assert seen_by(town.org, case) == set(UNNAMED.split())


def test_record_names_the_office_where_the_name_is_withheld(town: Township) -> None:
    html = client_of(town.org).get(reverse("rectification:case", args=[told(town).pk]))
    entries = {(entry.title, entry.who) for entry in html.context["page"].entries}
    assert (str(EventVerb.CLAIMED.label), town.east.organisation.name) in entries
    assert (str(EventVerb.PLAN_APPROVED.label), f"{town.pse.name} · {town.committee.name}") in (
        entries
    )


def entries_of(someone: Person, case: Case) -> dict[str, Entry]:
    html = client_of(someone).get(reverse("rectification:case", args=[case.pk]))
    return {entry.title: entry for entry in html.context["page"].entries}


def test_record_keeps_the_name_of_a_co_unit_with_the_owners_side(town: Township) -> None:
    case = told(town)
    happen(case, EventVerb.SHARE_ACCEPTED, town.west.secretary)
    title, where = str(EventVerb.SHARE_ACCEPTED.label), town.west.organisation.name
    assert entries_of(town.org, case)[title].who == where
    assert entries_of(town.officer, case)[title].who == f"{town.west.secretary.name} · {where}"


@pytest.mark.parametrize(("side", "names"), [("pse", True), ("east", False), ("west", False)])
def test_record_withholds_who_followed_whom_only_of_the_owners_side(
    town: Township, side: str, names: bool
) -> None:
    case, successor = told(town), person("接任人")
    offices = {
        "pse": (town.pse, Role.PSE),
        "east": (town.east.secretary, Role.SEC),
        "west": (town.west.secretary, Role.SEC),
    }
    former, role = offices[side]
    office = former.appointments.get(role=role)
    term = succeed_in_office(
        office=office, successor=successor, on=timezone.localdate(), entered_by=town.org
    )
    record_event(
        case=case,
        verb=EventVerb.OFFICE_SUCCEEDED,
        actor=SYSTEM,
        reference=f"appointment:{term.pk}",
    )
    title = str(EventVerb.OFFICE_SUCCEEDED.label)
    followed = f"{former.name} → {successor.name}"
    assert followed in entries_of(town.officer, case)[title].detail
    assert (followed in entries_of(town.org, case)[title].detail) == names
    assert (successor.name in entries_of(town.org, case)[title].detail) == names


def test_discipline_committee_reads_the_case_from_the_assignment_on(town: Township) -> None:
    case = told(town)
    someone = town.dis[2]
    naming = open_step(case, Step.ASSIGN_VERIFIERS, Role.DIS, town.discipline, opens_case=False)
    assert seen_by(someone, case) == set()
    assert naming.case.number in pages_of_work(someone)
    case.copies.all().delete()
    _assign(case, someone)
    assert seen_by(someone, case) == set(ALL.split())


def pages_of_work(someone: Person) -> str:
    return str(client_of(someone).get(reverse("rectification:inbox")).content.decode())


@pytest.mark.parametrize("level", [CaseLevel.BRANCH, CaseLevel.MEMBER])
def test_recused_person_is_an_outsider_but_for_his_own_earlier_acts(
    town: Township, level: str
) -> None:
    case = told(town, level)
    someone = town.pse if level == CaseLevel.BRANCH else town.east.secretary
    role, at = (Role.PSE, town.committee)
    if level == CaseLevel.MEMBER:
        role, at = Role.SEC, town.east.organisation
    close(open_step(case, Step.APPROVE_PLAN, role, at), someone, EventVerb.PLAN_APPROVED)
    open_step(case, Step.FIRST_REVIEW, role, at)
    before = seen_by(someone, case)
    Recusal.objects.create(case=case, person=someone, ground="relative", since=timezone.now())
    case.copies.all().delete()
    assert (before, seen_by(someone, case)) == (set(ALL.split()), set())
    done = client_of(someone).get(reverse("rectification:done")).content.decode()
    assert str(Step.APPROVE_PLAN.label) in done
    assert case.number in done


def test_body_that_owns_a_case_reads_it_between_its_steps(town: Township) -> None:
    case = case_in(
        town,
        CaseStage.RECTIFYING,
        level=CaseLevel.COMMITTEE,
        title=TITLE,
        owner_organisation=town.publicity,
        author=town.officer,
    )
    url = reverse("rectification:case", args=[case.pk])
    assert client_of(town.pub).get(url).status_code == 200
    assert client_of(town.gen).get(url).status_code == 404


def test_identity_is_on_no_page_of_whoever_wrote_nothing_of_it(town: Township) -> None:
    """Not for the intake officer either: the table is read as “only on a decision”."""
    case = told(town)
    assert WORDS["identity"] not in pages(town.intake, case)
    actor = Actor(person=town.intake, role=Role.OFF, organisation=town.office)
    item = open_step(case, Step.TRIAGE, actor.role, actor.organisation)
    assert "identity" not in seen_by_again(town.intake, case)
    assert item.is_open


def seen_by_again(someone: Person, case: Case) -> set[str]:
    case.copies.all().delete()
    return seen_by(someone, case)


@pytest.mark.parametrize(
    ("who", "columns"),
    [
        ("dis", "description plan"),
        ("ins", "description plan"),
        ("clerk", "description plan evidence"),
        ("intake", ALL),
        ("sec", ALL),
    ],
)
def test_author_who_is_not_the_owner_reads_problem_and_plan_beside_his_office(
    town: Township, cast: dict[str, Person], who: str, columns: str
) -> None:
    """Having reported is no reason to read names, evidence or the record."""
    case = told(town, author=cast[who])
    assert seen_by(cast[who], case) == set(columns.split())


def test_author_reads_what_he_wrote_until_the_office_has_taken_it_in(
    town: Township, cast: dict[str, Person]
) -> None:
    for stage in (CaseStage.DRAFT, CaseStage.SUBMITTED):
        case = case_in(town, stage, author=cast["dis"])
        fields = sight_of(case, authority_of(cast["dis"].user), []).fields
        assert fields == FILE
