"""Every kind of message, one line each (docs/how-to/add-a-notice.md). Names are stored."""

from typing import Final

from rectification.notifications.base import NoticeKind
from rectification.notifications.kinds.accounts import ACCOUNTS
from rectification.notifications.kinds.cases import CASES
from rectification.notifications.kinds.checks import CHECKS
from rectification.notifications.kinds.days import DAYS
from rectification.notifications.kinds.look_backs import LOOK_BACKS
from rectification.notifications.kinds.people import PEOPLE
from rectification.notifications.kinds.referrals import REFERRALS
from rectification.notifications.kinds.secrecy import SECRECY

KINDS: Final[dict[str, NoticeKind]] = {
    kind.name: kind
    for kind in (
        *(*CASES, *DAYS, *LOOK_BACKS, *REFERRALS, *PEOPLE, *SECRECY),
        *(*CHECKS, *ACCOUNTS),
    )
}
