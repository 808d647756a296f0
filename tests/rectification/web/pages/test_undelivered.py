"""未送达: what was given up, for administrators; sent again it gets all its attempts once more."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rectification.enums import AccountEventVerb, CaseStage, MessageChannel
from rectification.models import AccountEvent, OutboxMessage, Person
from rectification.notifications import DIGEST, KINDS
from rectification.notifications.kinds.referrals import REFERRALS
from rectification.roles import Role
from tests.factories import Township, case_in, in_office, person, township
from tests.rectification.web.desk import client_of

pytestmark = pytest.mark.django_db

URL = "/accounts/undelivered/"


def parked(recipient: Person | None, kind: str = DIGEST, **fields: Any) -> OutboxMessage:
    now = timezone.now()
    return OutboxMessage.objects.create(
        key=f"k:{OutboxMessage.objects.count()}",
        kind=kind,
        recipient=recipient,
        attempts=5,
        **{
            "channel": MessageChannel.MAIL,
            "error": "SMTPRecipientsRefused",
            "created_at": now,
            "parked_at": now,
            **fields,
        },
    )


def words(response: Any) -> str:
    (row,) = response.context["rows"]
    return "｜".join(map(str, (row.title, *filter(None, row.meta), row.note)))


def test_message_is_shown_by_what_it_was_or_for_whom_and_never_by_both(
    town: Township, desk: Client
) -> None:
    case = case_in(town, CaseStage.RECTIFYING, title="不应出现的标题")
    mail = parked(town.pse, "plan_returned", case=case)
    html = desk.get(URL).content.decode()
    assert town.pse.code in html
    assert str(KINDS["plan_returned"].text) not in html
    OutboxMessage.objects.filter(pk=mail.pk).update(channel=MessageChannel.IN_APP)
    other = desk.get(URL).content.decode()
    assert str(KINDS["plan_returned"].text) in other
    assert town.pse.code not in other
    for page in (html, other):
        assert not {word for word in (case.title, case.number, town.pse.name) if word in page}


@pytest.mark.parametrize("kind", [kind.name for kind in REFERRALS])
def test_that_somebody_was_referred_is_not_told(town: Township, desk: Client, kind: str) -> None:
    parked(town.lg, kind, channel=MessageChannel.IN_APP)
    assert "问责" not in words(desk.get(URL))


def test_wrong_address_is_named_as_such(town: Township, desk: Client) -> None:
    message = parked(town.pse)
    assert words(desk.get(URL)) == (
        f"第{message.pk}号：每日汇总｜邮件｜收件人：{town.pse.code}｜已尝试5次｜"
        "5月11日 10:00产生｜5月11日 10:00停止发送｜"
        "邮件服务器不认这个地址，请本人在“我的账号”中更正。"
    )


def test_other_errors_bear_their_class(town: Township, desk: Client) -> None:
    parked(None, channel=MessageChannel.CHAT, error="URLError")
    assert words(desk.get(URL)).endswith("最后一次错误：URLError")


def test_sent_again_it_starts_anew_and_the_account_says_by_whom(
    town: Township, desk: Client, admin: Person
) -> None:
    message, done = parked(town.pse), parked(town.pse, done_at=timezone.now())
    for _ in range(2):
        desk.post(URL, {"again": message.pk})
    desk.post(URL, {"again": done.pk})
    message.refresh_from_db()
    assert (message.attempts, message.error, message.leased_until, message.parked_at) == (
        0,
        "",
        None,
        None,
    )
    events = AccountEvent.objects.values_list("user__person", "verb", "by")
    assert list(events) == [(town.pse.pk, AccountEventVerb.SENT_AGAIN, admin.pk)]
    assert "暂无未送达消息" in desk.get(URL).content.decode()


@pytest.mark.parametrize(("is_on", "said"), [(True, "一分钟内"), (False, "未启用")])
def test_what_is_sent_again_leaves_only_where_its_channel_is_on(
    town: Township, desk: Client, settings: Any, is_on: bool, said: str
) -> None:
    settings.MAIL_ON = is_on
    page = desk.post(URL, {"again": parked(town.pse).pk}, follow=True)
    assert said in page.content.decode()


def test_what_is_shown_by_its_kind_is_noted_at_the_administrators_own_account(
    town: Township, desk: Client, admin: Person
) -> None:
    """At the recipient's it would say who had been told of an objection."""
    told = parked(town.pse, "objection_received", channel=MessageChannel.IN_APP)
    chat = parked(None, channel=MessageChannel.CHAT)
    for message in (told, chat):
        desk.post(URL, {"again": message.pk})
    assert [event.user.person for event in AccountEvent.objects.all()] == [admin, admin]


def test_digest_of_a_day_that_is_over_is_not_sent_again(town: Township, desk: Client) -> None:
    message = parked(town.pse, created_at=timezone.now() - timedelta(days=1))
    response = desk.post(URL, {"again": message.pk})
    assert response.status_code == 403
    assert "下一个工作日" in response.content.decode()
    message.refresh_from_db()
    assert message.parked_at is not None


def test_administrator_of_another_township_reaches_none(town: Township, admin: Person) -> None:
    far = township()
    elsewhere = client_of(in_office(person("远机长"), Role.ADM, far.committee))
    message = parked(town.pse)
    assert elsewhere.get(URL).context["rows"] == []
    elsewhere.post(URL, {"again": message.pk})
    message.refresh_from_db()
    assert message.parked_at is not None


@pytest.mark.parametrize("value", ["", "x", "9" * 30])
def test_nonsense_does_nothing(desk: Client, value: str) -> None:
    assert desk.post(URL, {"again": value}).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_however_many(
    town: Township, desk: Client, count: int, django_assert_num_queries: Any
) -> None:
    for someone in [town.pse, town.dps, town.lg][:count]:
        parked(someone)
    with django_assert_num_queries(8):
        desk.get(URL)
