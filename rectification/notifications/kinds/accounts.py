"""About one's own account."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rectification.notifications.base import NoticeKind

_WHY = _("It concerns your account; the page “My account” says when and by whom.")
_PAGE: Final = "rectification:account"

ACCOUNTS: Final = tuple(
    NoticeKind(name, text, _WHY, page=_PAGE)
    for name, text in (
        ("account_link_issued", _("An administrator issued a one-time link for your account.")),
        ("account_link_used", _("Your password was set with a one-time link.")),
        ("password_changed", _("Your password was changed.")),
        ("second_factor_changed", _("The second factor of your account was changed.")),
        ("recovery_code_used", _("A recovery code of your account was used.")),
    )
)
