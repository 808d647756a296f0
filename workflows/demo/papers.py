"""A member without account whose report came on paper and waits for his claim, and a case that the
office has sealed."""

from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone

from rectification.enums import CaseLevel, MembershipKind, PaperKind, SealingGround
from rectification.models import Organisation, Person
from rectification.policies.actors import Actor
from rectification.policies.uploads import sound_file
from rectification.roles import Role
from rectification.services.papers import Paper, PaperReport
from rectification.services.people import NewMembership, enter_memberships, enter_people
from workflows.demo.cases import OFFICE, Problems, organisation
from workflows.demo.files import picture
from workflows.demo.stage import Stage, user_of
from workflows.papers import submit_paper_report
from workflows.sealing import seal

BRANCH, CLERK, SUPERVISOR = "东篱村党支部", "M-0114", "M-0112"
WITHOUT_ACCOUNT: Final = ("M-0190", "石守田")
TOLD: Final[dict[str, Any]] = {
    "title": "联系户走访少于承诺",
    "description": "承诺每季度走访4户联系户，第三季度只走访了1户。",
    "category": "ME-c",
    "standard_ref": "党员联户制度",
}
TO_SEAL: Final[dict[str, Any]] = {
    "title": "会议材料保管不规范",
    "description": "会后材料未按规定登记和收回，存放地点不固定。",
    "category": "B",
}


def write_papers(stage: Stage) -> None:
    report_on_paper(stage, stage.moment(2, 10))
    sealed_by_the_office(stage, stage.moment(2, 14))


def report_on_paper(stage: Stage, at: datetime) -> None:
    """Entered by the clerk of his branch; what became of it is still to be told to him, and his
    secretary enters the claim for him."""

    def play() -> None:
        clerk, branch = user_of(CLERK), organisation(BRANCH)
        member = _member(branch)
        scan = sound_file(picture("自查报告签名页.png"))
        stage.cases["on paper"] = submit_paper_report(
            user=clerk,
            paper=Paper(PaperKind.SELF_REPORT, scan, timezone.localdate()),
            report=PaperReport(
                member=member,
                title=TOLD["title"],
                description=TOLD["description"],
                category=TOLD["category"],
                standard_ref=TOLD["standard_ref"],
            ),
            branch=branch,
            actor=Actor(
                person=clerk.person, role=Role.CLK, organisation=branch, on_behalf_of=member
            ),
        )

    stage.add(at, play)
    registered = {
        "decision": "register",
        "level": CaseLevel.MEMBER,
        "owner_organisation": lambda case: case.owner_organisation_id,
        "owner_person": lambda case: case.owner_person_id,
        "severity": "ordinary",
        "deadline_class": "limited",
        "negative_item": "D3",
        "secrecy": "open",
        "screened": "on",
    }
    stage.step("on paper", stage.moment(1, 9), OFFICE, "triage", **TOLD, **registered)
    stage.step("on paper", stage.moment(1, 10), OFFICE, "dispatch", decision="dispatch")


def _member(branch: Organisation) -> Person:
    code, name = WITHOUT_ACCOUNT
    [member] = enter_people(names={code: name})
    kind, since = MembershipKind.FULL, date(2021, 1, 1)
    enter_memberships(
        rows=[NewMembership(person=member, organisation=branch, kind=kind, valid_from=since)]
    )
    return member


def sealed_by_the_office(stage: Stage, at: datetime) -> None:
    """Sealed at once; the secrecy officer has still to confirm it or to have it lifted."""
    Problems(stage).report("sealed", 11, at, SUPERVISOR, **TO_SEAL)

    def play() -> None:
        user = user_of(OFFICE)
        office = Organisation.objects.get(appointments__person=user.person)
        seal(
            user=user,
            case=stage.cases["sealed"],
            actor=Actor(person=user.person, role=Role.OFF, organisation=office),
            ground=SealingGround.UNDETERMINED,
        )

    stage.add(at.replace(hour=16), play)
