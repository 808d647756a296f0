"""One tab of a browser: opens a page, sends its form with what the page put into it, and no more.

Tabs that share a client share its cookies. The token is checked, as outside the suite.
"""

import re
from html import unescape
from typing import Any

from django.test import Client

from rectification.enums import CaseStage
from rectification.models import Person
from tests.factories import PASSWORD
from tests.workflows.play import Play, user_of

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"[^>]*?value="([^"]*)"')


def browser() -> Client:
    return Client(enforce_csrf_checks=True)


def browser_of(person: Person) -> Client:
    """Logged in, and with the cookie of the token that a log-in leaves."""
    client = browser()
    Tab(client, "/login/").log_in(person)
    return client


def open_to_residents(play: Play) -> Play:
    """The notice runs in scope S4: the link of the posted sheet lets everybody object."""
    play.bring_to(CaseStage.SUBMITTED)
    play.take("triage", touches_residents="on")
    play.go_on_to(CaseStage.FIRST_REVIEW)
    play.take("first_review")
    play.take("propose_publication", scope="S4")
    play.go_on_to(CaseStage.IN_NOTICE)
    return play


class Tab:
    def __init__(self, client: Client, url: str) -> None:
        self.client = client
        self.url = url
        self._take(client.get(url))

    def _take(self, response: Any) -> None:
        self.response = response
        self.status = response.status_code
        self.html = response.content.decode()
        main = self.html.partition("<main")[2]
        self.hidden = {name: unescape(value) for name, value in _HIDDEN.findall(main)}

    def send(self, *, origin: str = "http://testserver", **typed: Any) -> "Tab":
        """Press a button of the form; the answer of the same address becomes the page."""
        data = {**self.hidden, **typed}
        self._take(self.client.post(self.url, data, headers={"origin": origin}))
        return self

    def log_in(self, person: Person, password: str = PASSWORD) -> "Tab":
        """The log-in form of this page, wherever it stands."""
        return self.send(username=user_of(person).username, password=password)

    def value_of(self, name: str) -> str:
        """What stands in a field of the page."""
        area = re.search(rf'<textarea name="{name}"[^>]*>(.*?)</textarea>', self.html, re.S)
        field = re.search(rf'<input [^>]*name="{name}"[^>]*?value="([^"]*)"', self.html)
        found = area or field
        return unescape(found.group(1)).strip() if found else ""
