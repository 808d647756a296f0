"""Words of disputes about who takes part in a case. The values are stored in databases."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class DisputeKind(TextChoices):
    """What raised it."""

    REFUSED = "refused", pgettext_lazy("dispute", "A co-responsible unit declined")
    SILENT = "silent", pgettext_lazy("dispute", "A co-responsible unit did not answer")
    OWNER = "owner", pgettext_lazy("dispute", "The claim was declined a second time")


class MediationResult(TextChoices):
    """What the office could bring about between the two units."""

    WITHDRAWN = "withdrawn", pgettext_lazy("mediation", "The unit withdraws its refusal")
    CHANGED = "changed", pgettext_lazy("mediation", "The shares are changed")
    RELEASED = "released", pgettext_lazy("mediation", "The unit is not needed")
    FAILED = "failed", pgettext_lazy("mediation", "Not agreed")


class ShareDecision(TextChoices):
    """Whether a unit has a share after all, as proposed by the office or decided from above."""

    ASSIGNED = "assigned", pgettext_lazy("share", "The unit takes the share")
    RELEASED = "released", pgettext_lazy("share", "The unit has no share")
