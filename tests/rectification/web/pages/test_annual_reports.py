"""The annual reports of an organisation: chosen on a page, taken away as a file."""

import pytest
from django.urls import reverse

from rectification.policies.days import today
from tests.factories import Township
from tests.rectification.web.desk import client_of

pytestmark = pytest.mark.django_db


def test_office_chooses_organisation_and_year(town: Township) -> None:
    client = client_of(town.officer)
    page = client.get(reverse("rectification:annual_reports"))
    assert page.context["place"] == town.committee
    east = reverse("rectification:annual_reports_of", args=[town.east.organisation.pk])
    assert east in page.content.decode()
    assert client.get(east).context["place"] == town.east.organisation
    lists = client.get(reverse("rectification:lists", args=["ledger"])).content.decode()
    assert reverse("rectification:annual_reports") in lists


def test_report_is_taken_away_in_both_forms(town: Township) -> None:
    client = client_of(town.officer)
    file = reverse("rectification:annual_report", args=[town.committee.pk])
    assert b"".join(client.get(file)).startswith(b"%PDF-")
    asked = f"?year={today().year}&variant=public&form=docx"
    assert b"".join(client.get(file + asked)).startswith(b"PK")
    for wrong in ("?year=1999", "?year=x", "?form=exe", "?variant=secret"):
        assert client.get(file + wrong).status_code == 404, wrong


def test_secretary_has_that_of_his_branch_alone(town: Township) -> None:
    client = client_of(town.east.secretary)
    page = client.get(reverse("rectification:annual_reports"))
    assert page.context["place"] == town.east.organisation
    assert page.context["places"] == []
    for name in ("annual_reports_of", "annual_report"):
        for place in (town.committee, town.west.organisation):
            address = reverse(f"rectification:{name}", args=[place.pk])
            assert client.get(address).status_code == 404
    member = client_of(town.east.members[0])
    assert member.get(reverse("rectification:annual_reports")).status_code == 404
    lists = member.get(reverse("rectification:lists", args=["ledger"])).content.decode()
    assert reverse("rectification:annual_reports") not in lists
