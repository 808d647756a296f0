"""The problems of fixtures/problems.yaml in all stages; who did what, and when.

Moments are working days before the day of the demo, so that the picture is always fresh.
"""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from rectification.models import Case, Notice, Organisation, Person
from rectification.policies.actors import Actor
from rectification.roles import Role
from rectification.services.reporting import save_draft
from workflows import intake
from workflows.demo.files import picture
from workflows.demo.roster import fixture
from workflows.demo.stage import Stage, user_of

OFFICE, SECOND, ORG, PSE, LG = "M-0109", "M-0110", "M-0108", "M-0101", "M-0104"
GEN, PUB, DIS, DIS_TWO, DIS_HEAD = "M-0304", "M-0307", "M-0302", "M-0309", "M-0301"


class Problems:
    """The sample problems by number, and the acts every case begins with."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.rows: dict[int, dict[str, Any]] = {row["id"]: row for row in fixture("problems.yaml")}

    def report(
        self, key: str, number: int, at: datetime, who: str, *, place: str = "", **more: Any
    ) -> None:
        """The author drafts and hands in; about the owner, or about `place` in its stead."""
        row = self.rows[number]

        def play() -> None:
            user = user_of(who)
            own = row["level"] == "M" and not place
            written = {
                "title": row["title"],
                "description": row["description"],
                "found_on": timezone.localdate(),
                "organisation": None if own else organisation(place or row["owner"]),
                "category": row["category"],
                "negative_item": row.get("negative_item", ""),
                "standard_ref": "支部年度计划和公开承诺" if own else "",
                **{name: v() if callable(v) else v for name, v in more.items()},
            }
            case = save_draft(case=None, author=user.person, **written)
            actor = Actor(person=user.person, role=Role.MEM, organisation=case.owner_organisation)
            intake.submit_problem(user=user, case=case, actor=actor)
            self.stage.cases[key] = case

        self.stage.add(at, play)

    def opinion(self, key: str, number: int, at: datetime, text: str, **more: Any) -> None:
        """A resident or a member tells us, without name."""
        row = self.rows[number]
        place = row.get("organisation") or row["owner"]

        def play() -> None:
            intake.receive_opinion(
                mode="anonymous", text=text, organisation=organisation(place), **more
            )
            self.stage.cases[key] = Case.objects.latest("pk")

        self.stage.add(at, play)

    def take_in(self, key: str, number: int, at: datetime, **more: Any) -> None:
        """The office registers the case with the sample's own words."""
        row = self.rows[number]
        own = row["level"] == "M"
        data = {
            "decision": "register",
            "title": row["title"],
            "description": row["description"],
            "level": row["level"],
            "owner_organisation": organisation_key(row["organisation"] if own else row["owner"]),
            "owner_person": person_key(row["owner"]) if own else "",
            "category": row["category"],
            "negative_item": row.get("negative_item", ""),
            "standard_ref": "支部年度计划和公开承诺" if own else "",
            "severity": "ordinary",
            "deadline_class": row["deadline_class"],
            "secrecy": "open",
            "screened": "on",
            **more,
        }
        self.stage.step(key, at, OFFICE, "triage", **data)

    def dispatch(self, key: str, at: datetime, co_units: tuple[str, ...] = ()) -> None:
        self.stage.step(
            key,
            at,
            OFFICE,
            "dispatch",
            decision="dispatch",
            lead=lambda case: case.owner_organisation_id,
            co_units=lambda _case: [Organisation.objects.get(name=n).pk for n in co_units],
        )

    def plan(
        self,
        key: str,
        number: int,
        at: datetime,
        who: str,
        *measures: tuple[str, str, str, int],
        **more: str,
    ) -> None:
        """Measures are (text or empty for the sample's, unit, person, due in days)."""
        row = self.rows[number]
        data: dict[str, Any] = {
            "decision": "submit",
            "cause": "日常提醒和检查不够经常，责任没有落到具体人。",
            "target_outcome": f"“{row['title']}”的情形不再出现，有人管、可检查。",
        }
        for position, (text, unit, person, days) in enumerate(measures):
            data |= {
                f"measure-{position}-text": text or row["measure"],
                f"measure-{position}-deliverable": row["deliverable"],
                f"measure-{position}-organisation": organisation_key(unit),
                f"measure-{position}-person": person_key(person),
                f"measure-{position}-due_on": self.due(at, days).isoformat(),
            }
        self.stage.step(key, at, who, "draft_plan", **{**data, **more})

    def due(self, at: datetime, working_days: int) -> date:
        return self.stage.after(at, working_days)


def organisation(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


def organisation_key(name: str) -> Any:
    return lambda _case: organisation(name).pk


def person_key(code: str) -> Any:
    return lambda _case: Person.objects.get(code=code).pk


def evidence(name: str) -> Any:
    return picture(f"{name}.png")


def notice_of(case: Case) -> Notice:
    return case.notices.latest("pk")
