"""Words of looking at a case again after it was closed. The values are stored in databases."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class LookBackKind(TextChoices):
    """`REVIEW` is one of those planned for a long-term matter until it is struck off."""

    AFTER_CLOSING = "after_closing", pgettext_lazy("look-back", "Look-back after closing")
    REVIEW = "review", pgettext_lazy("look-back", "Review of a long-term matter")


class LookBackGround(TextChoices):
    """`RAISED` is begun by hand; what made somebody raise it is in the reason alone."""

    DUE = "due", pgettext_lazy("look-back", "The day has come")
    DRAWN = "drawn", pgettext_lazy("look-back", "Drawn at random")
    RAISED = "raised", pgettext_lazy("look-back", "Begun by hand")


class LookBackResult(TextChoices):
    CONSOLIDATED = "consolidated", pgettext_lazy("look-back", "Consolidated")
    PARTIAL_RELAPSE = "partial_relapse", pgettext_lazy("look-back", "Relapsed in part")
    RELAPSE = "relapse", pgettext_lazy("look-back", "Relapsed")

    @classmethod
    def bad(cls) -> frozenset[str]:
        return frozenset({cls.PARTIAL_RELAPSE, cls.RELAPSE})
