"""The columns of a list of problems, and the words for the categories."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rectification.enums import Category, SourceKind
from rectification.imports.headings import Field, Layout
from rectification.sources import SOURCES

PROBLEMS: Final = Layout(
    "problems",
    tuple(Field(c.name, c.labels, c.required) for c in SOURCES[SourceKind.INSPECTION].columns),
    {
        "text": _("Problem"),
        "unit": _("Responsible organisation"),
        "serial": _("Serial number"),
        "category": _("Category"),
        "leader": _("Responsible leader"),
        "limit": _("Time limit"),
        "measure": _("Measure"),
        "remark": _("Remark"),
    },
)

CHECK_TYPES: Final = {
    "党的领导弱化": Category.CM_LEADERSHIP,
    "党的建设缺失": Category.CM_BUILDING,
    "管党治党宽松软": Category.CM_DISCIPLINE,
    "政治功能不强": Category.BR_POLITICAL,
    "组织软弱涣散": Category.BR_ORGANISATION,
    "从严治党缺位": Category.BR_GOVERNANCE,
}
"""By their exact name; those of members are missing, for a list makes no cases of members."""

FAMILIES: Final = (
    ("组织生活", Category.ORGANISATIONAL_LIFE),
    ("组织功能", Category.ORGANISATION_WEAK),
    ("党员队伍", Category.MEMBERS),
    ("担当", Category.DUTY),
    ("作风", Category.DUTY),
    ("学习", Category.STUDY),
)
"""By a word in the label, the first that occurs."""


def category_of(label: str) -> str:
    """Empty for a label that says nothing we know."""
    if label in CHECK_TYPES:
        return CHECK_TYPES[label].value
    return next((family.value for word, family in FAMILIES if word in label), "")
