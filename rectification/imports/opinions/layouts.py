"""The columns of a register of opinions."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rectification.imports.headings import Field, Layout

OPINIONS: Final = Layout(
    "opinions",
    (
        Field("text", ("意见内容", "反映内容"), required=True),
        Field("day", ("登记日期", "登记时间")),
        Field("channel", ("渠道", "来源渠道")),
        Field("contact", ("联系方式",)),
        Field("with_name", ("是否实名",)),
        Field("keeper", ("登记人",)),
        Field("remark", ("备注", "说明")),
    ),
    {
        "text": _("Opinion"),
        "day": _("Received on"),
        "channel": _("Channel"),
        "contact": _("Contact"),
        "with_name": _("With name"),
        "keeper": _("Written down by"),
        "remark": _("Remark"),
    },
)
