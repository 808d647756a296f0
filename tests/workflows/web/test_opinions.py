"""The public page for opinions: a page sent twice brings one case and one receipt code."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rectification.models import ActReceipt, Case, Opinion, WorkItem
from rectification.selectors.opinions import reads_what_came
from rectification.services.online_intake import switch_online_intake
from tests.factories import Township, rights, takes_opinions, township
from tests.workflows.web.solved import challenge_in, solved
from workflows.web.throttle import PER_HOUR

pytestmark = pytest.mark.django_db

SENT = {"mode": "anonymous", "text": "东头几户三个月没有人上门走访了。"}


@pytest.fixture(autouse=True)
def open_page(town: Township) -> None:
    takes_opinions(town)
    cache.clear()


@pytest.mark.parametrize("source", ["public_opinion", "member_opinion"])
def test_opinion_is_received_from_whom_the_sender_says(client: Client, source: str) -> None:
    page = {**SENT, **solved(), "source": source}
    assert client.post(reverse("workflows:opinion"), page).status_code == 200
    case = Case.objects.get()
    assert (case.source, case.author) == (source, None)


def test_opinion_sent_twice_is_received_once(client: Client) -> None:
    page = {**SENT, **solved()}
    first = client.post(reverse("workflows:opinion"), page)
    again = client.post(reverse("workflows:opinion"), page)
    assert (first.status_code, again.status_code) == (200, 422)
    assert SENT["text"] in again.content.decode()
    assert (Case.objects.count(), Opinion.objects.count()) == (1, 1)
    assert ActReceipt.objects.get().person is None


@pytest.mark.parametrize("answer", [{}, {"token": "none-of-ours", "sum": "7"}])
def test_opinion_without_the_sum_is_not_received(client: Client, answer: dict[str, str]) -> None:
    sent = client.post(reverse("workflows:opinion"), {**SENT, **answer})
    assert sent.status_code == 422
    assert SENT["text"] in sent.content.decode()
    assert not Case.objects.exists()


def test_sum_of_the_page_itself_is_taken(client: Client) -> None:
    page = client.get(reverse("workflows:opinion")).content.decode()
    answer = client.post(reverse("workflows:opinion"), {**SENT, **solved(challenge_in(page))})
    assert answer.status_code == 200


def test_opinion_beyond_the_hours_limit_keeps_what_was_typed(client: Client) -> None:
    cache.set(f"received:opinion:{timezone.now():%Y%m%d%H}", PER_HOUR)
    answer = client.post(reverse("workflows:opinion"), {**SENT, **solved()})
    assert answer.status_code == 429
    assert SENT["text"] in answer.content.decode()
    assert not Case.objects.exists()


def test_opinions_from_two_pages_are_two(client: Client) -> None:
    for _page in range(2):
        client.post(reverse("workflows:opinion"), {**SENT, **solved()})
    assert Case.objects.count() == 2


def test_page_that_is_off_takes_nothing_and_tells_the_way_on_paper(
    client: Client, town: Township
) -> None:
    switch_online_intake(township=town.committee, is_open=False, by=town.intake.user)
    page = client.get(reverse("workflows:opinion"))
    assert page.status_code == 200
    assert "意见箱" in page.content.decode()
    sent = client.post(reverse("workflows:opinion"), SENT)
    assert sent.status_code == 403
    assert SENT["text"] in sent.content.decode()
    assert not Case.objects.exists()


def test_receipt_page_stays_while_the_page_is_off(client: Client, town: Township) -> None:
    code = client.post(reverse("workflows:opinion"), {**SENT, **solved()}).context["code"]
    switch_online_intake(township=town.committee, is_open=False, by=town.intake.user)
    found = client.post(reverse("rectification:receipt"), {"code": code})
    assert "已收到" in found.content.decode()


def test_form_offers_only_branches_of_townships_that_take_opinions(
    client: Client, town: Township
) -> None:
    far = township()
    field = client.get(reverse("workflows:opinion")).context["form"].fields["organisation"]
    assert town.east.organisation in field.queryset
    assert far.east.organisation not in field.queryset


def test_opinion_about_no_organisation_goes_to_the_township_it_was_sent_to(
    town: Township, client: Client
) -> None:
    """Two townships take opinions: which of them reads it is the sender's to say."""
    far = takes_opinions(township())
    assert client.post(reverse("workflows:opinion"), {**SENT, **solved()}).status_code == 422
    assert not Case.objects.exists()
    for home in (town, far):
        page = {**SENT, **solved(), "township": str(home.committee.pk)}
        assert client.post(reverse("workflows:opinion"), page).status_code == 200
        case = Case.objects.latest("pk")
        item = WorkItem.objects.get(case=case, step="triage")
        assert item.organisation == home.office
        readers = {who for who in (town.intake, far.intake) if reads_what_came(case, rights(who))}
        assert readers == {home.intake}
