"""The public variant of a list: texts that were approved and are shown, and nothing of the case.

It is no filter over the internal one (docs/decisions/0026): a case without such a text has no line.
"""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.documents.lists.columns import ListColumn, Sort
from rectification.enums import PublicationScope
from rectification.models import Notice
from rectification.wording import named


def unit(notice: Notice) -> str:
    owner = notice.case.owner_organisation
    return owner.name if owner is not None else ""


PUBLIC_COLUMNS: Final[Sequence[ListColumn]] = (
    ListColumn(_("Responsible unit"), unit, width=20),
    ListColumn(pgettext_lazy("list", "Title"), lambda notice: notice.decision.title, width=30),
    ListColumn(_("What is made public"), lambda notice: notice.decision.text, width=70),
    ListColumn(
        _("Scope of publication"),
        lambda notice: named(PublicationScope, notice.decision.scope),
        width=18,
    ),
    ListColumn(
        pgettext_lazy("list", "Shown from"),
        lambda notice: notice.starts_on,
        sort=Sort.DATE,
        width=22,
    ),
    ListColumn(
        pgettext_lazy("list", "Shown until"),
        lambda notice: notice.ends_on,
        sort=Sort.DATE,
        width=22,
    ),
)
