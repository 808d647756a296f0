"""Under which row of numbers an official document stands (docs/rules.md 3.2)."""

from enum import StrEnum


class DocumentSeries(StrEnum):
    """The sign behind the code of the organisation: 松纪督〔2026〕7号. Printed, so never renamed.

    The file of a case bears the number of the case.
    """

    PLAN = "方"
    PUBLICATION = "公"
    NOTICE = "示"
    ANSWER = "复"
    CLOSING = "销"
    SUPERVISION = "督"
    CIRCULAR = "通"
    LIST = "单"
    REPORT = "报"
