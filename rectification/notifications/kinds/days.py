"""About days: what is due or late, orders, pauses, extensions, thresholds."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rectification.notifications.base import NoticeKind
from rectification.notifications.kinds.why import HOLDER, OFFICE, OWNER

_DAYS = _("The case is yours, your unit has a part in it, or you follow it for the office.")

DAYS: Final = (
    NoticeKind(
        "answer_due",
        _("An answer is still missing."),
        HOLDER,
        _("An answer is still missing: %(step)s. Silence counts as no consent."),
    ),
    NoticeKind(
        "due_soon",
        _("A rectification is due soon."),
        _("You answer for the rectification; nobody else is told."),
    ),
    NoticeKind(
        "overdue_urged",
        _("A rectification is overdue. Report its effect, or say what is in the way."),
        _("You answer for the rectification, or are secretary of the organisation."),
    ),
    NoticeKind(
        "order_issued",
        _("A supervision order was issued; answer it by the day it names."),
        _("You answer for the rectification, or are liaison leader of the organisation."),
    ),
    NoticeKind(
        "order_admonished",
        _("A rectification has long been overdue: the order is now an admonition."),
        _(
            "You answer for the rectification, or are secretary or liaison leader; the liaison "
            "leader talks with whoever answers for it."
        ),
    ),
    NoticeKind(
        "order_at_leading_group",
        _("A rectification is overdue or an order unanswered; it has reached the top."),
        _("You are a member of the leading group, or follow the case for the office."),
    ),
    NoticeKind(
        "order_answered",
        _("A supervision order was answered."),
        _("You issued the order, or follow the case for the office."),
    ),
    NoticeKind(
        "urged",
        _("A step is waited for."),
        HOLDER,
        _("You are urged: %(step)s"),
    ),
    NoticeKind(
        "approval_waits",
        _("A plan waits for a decision; silence approves nothing."),
        _("The decision lies with you, or you are the next level when it is not taken."),
    ),
    NoticeKind("extension_decided", _("An extension was decided."), _DAYS),
    NoticeKind("case_paused", _("The clocks of a case stand still."), _DAYS),
    NoticeKind("pause_refused", _("A pause was not agreed to."), OFFICE),
    NoticeKind("case_resumed", _("The clocks of a case run again; see the new day."), _DAYS),
    NoticeKind("reclassification_decided", _("Another deadline class was decided."), _DAYS),
    NoticeKind(
        "days_recounted",
        _("A calendar was published, and a day moved to a later one."),
        _DAYS,
    ),
    NoticeKind("dates_decided", _("The day you proposed was decided on."), OWNER),
    NoticeKind(
        "light_rule_entered",
        _("New thresholds of the lights wait to be confirmed."),
        _("You keep the light rules of your township; a second person confirms them."),
        page="rectification:light_rules",
    ),
    NoticeKind(
        "list_proposed",
        _("A version of a list waits for your approval."),
        _("You decide about the lists of this organisation; another hand made the version."),
        page="rectification:list_versions",
    ),
    NoticeKind(
        "list_decided",
        _("It was decided about your version of a list."),
        _("You made the version."),
        page="rectification:list_versions",
    ),
    NoticeKind(
        "retention_rule_entered",
        _("A new period of retention waits to be confirmed."),
        _("You keep the periods of your township; a second person confirms them."),
        page="rectification:retention",
    ),
    NoticeKind(
        "retention_proposed",
        _("A list of cases whose period is over waits for two people."),
        _("You keep the periods of your township; nothing goes before two people have said so."),
        page="rectification:retention",
    ),
)
