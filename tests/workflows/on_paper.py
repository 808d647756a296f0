"""A self-report on paper of a member without account, entered by the clerk of his branch (代录)."""

from typing import Final

from rectification.models import Case, Person
from tests.factories import Township, without_account
from tests.rectification.web.desk import client_of
from tests.uploads import pdf

REPORT: Final = {
    "title": "公开承诺事项未按期兑现",
    "description": "年初承诺的三件实事只办了一件。",
    "category": "ME-c",
    "standard_ref": "党员权利义务有关规定",
    "received_on": "2026-05-08",
}


def report_on_paper(town: Township, author: Person | None = None) -> Case:
    branch = town.east.organisation
    author = author or without_account("石阿公", branch)
    sent = {**REPORT, "member": author.pk, "scan": pdf("报告.pdf")}
    url = f"/opinions/paper/{branch.pk}/report/"
    assert client_of(town.east.clerk).post(url, sent).status_code == 200
    return Case.objects.latest("pk")
