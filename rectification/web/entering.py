"""On the way in: why one has to come in again, the code, and what has happened meanwhile."""

from datetime import datetime
from typing import Final, cast

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from rectification.models import User
from rectification.selectors.accounts import news_since
from rectification.services.second_factor import check_code
from rectification.web import account_words
from rectification.web.account_forms import CodeForm
from rectification.web.door import Ended, ended_of, factor_passed
from rectification.web.parts import Text

_WHY_ENDED: Final[dict[str, Text]] = {
    Ended.IDLE: gettext_lazy("You were logged out because nothing was done for a long time."),
    Ended.LONG: gettext_lazy("You were logged out because you had been logged in for very long."),
    Ended.CHANGED: gettext_lazy(
        "You were logged out because your account or your office has changed, or because you were "
        "logged out from elsewhere."
    ),
}


def why_ended(request: HttpRequest) -> Text:
    """Known of a session that ends with this request, or told by the address it led to."""
    return _WHY_ENDED.get(ended_of(request) or request.GET.get("ended", ""), "")


def tell_news(request: HttpRequest, user: User, last_time: datetime | None) -> None:
    """Whoever comes in is told first what others did to his account meanwhile."""
    for event in news_since(user, last_time):
        messages.warning(request, account_words.news(event))


def enter_code(request: HttpRequest, form: CodeForm) -> bool:
    """The session is whole when the code is right; otherwise the form says what is wrong."""
    user = cast(User, request.user)
    verdict = check_code(user=user, code=form.cleaned_data["code"])
    if not verdict.passed:
        form.add_error("code", account_words.code_refused(verdict.again_at))
        return False
    factor_passed(request)
    request.session.cycle_key()
    return True
