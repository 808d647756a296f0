"""我的邮件提醒: one's own address, entered, corrected and deleted by oneself."""

from typing import Any

import pytest

from rectification.models import MailAddress
from tests.factories import Township
from tests.rectification.web.desk import client_of

pytestmark = pytest.mark.django_db

URL = "/account/mail/"
ADDRESS = "lixia@orchard.example"


def test_address_from_the_form_until_it_is_deleted(town: Township, settings: Any) -> None:
    settings.MAIL_ON = True
    client = client_of(town.pse)
    assert client.post(URL, {"address": ADDRESS}).status_code == 302
    html = client.get(URL).content.decode()
    assert ADDRESS in html
    assert ADDRESS not in client_of(town.dps).get(URL).content.decode()
    assert "填写邮箱地址" in client.get("/account/").content.decode()
    client.post(URL, {"act": "off"})
    assert not MailAddress.objects.exists()
    assert ADDRESS not in client.get(URL).content.decode()


@pytest.mark.parametrize("address", ["", "lixia", "lixia@", "a@b.example\nBcc: x@y.example"])
def test_what_is_no_address_is_refused(town: Township, settings: Any, address: str) -> None:
    settings.MAIL_ON = True
    assert client_of(town.pse).post(URL, {"address": address}).status_code == 422
    assert not MailAddress.objects.exists()


def test_where_no_mail_is_sent_the_page_says_so(town: Township) -> None:
    client = client_of(town.pse)
    assert "没有开通邮件" in client.get(URL).content.decode()
    response = client.post(URL, {"address": ADDRESS})
    assert response.status_code == 422
    assert "请在“消息”中查看" in response.content.decode()
    assert not MailAddress.objects.exists()
