"""What gives somebody away in a text, and what is decided about it."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class FindingKind(TextChoices):
    NAME = "name", pgettext_lazy("finding", "name of a person")
    PHONE = "phone", pgettext_lazy("finding", "telephone number")
    IDENTITY_NUMBER = "identity_number", pgettext_lazy("finding", "identity card number")
    BANK_CARD = "bank_card", pgettext_lazy("finding", "bank card number")
    PLATE = "plate", pgettext_lazy("finding", "number plate")
    E_MAIL = "e_mail", pgettext_lazy("finding", "e-mail address")
    ADDRESS = "address", pgettext_lazy("finding", "address of a household")
    BIRTH = "birth", pgettext_lazy("finding", "date of birth")
    PRIVATE_LIFE = "private_life", pgettext_lazy("finding", "health, family or age")
    SERVICE = "service", pgettext_lazy("finding", "name of a service")
    POST = "post", pgettext_lazy("finding", "post held by one person")
    GROUP = "group", pgettext_lazy("finding", "group of fewer than ten")
    COUNT = "count", pgettext_lazy("finding", "count under five")

    @classmethod
    def identifying(cls) -> frozenset[str]:
        """Names, and numbers that lead to somebody."""
        return frozenset(
            {cls.NAME, cls.PHONE, cls.IDENTITY_NUMBER, cls.BANK_CARD, cls.PLATE, cls.E_MAIL}
        )

    @classmethod
    def blocking(cls) -> frozenset[str]:
        """Kinds that no public text may hold; the others are marks for a person to decide."""
        return cls.identifying() | {cls.BIRTH, cls.PRIVATE_LIFE}


class MarkDecision(TextChoices):
    MASK = "mask", pgettext_lazy("mark", "Mask")
    KEEP = "keep", pgettext_lazy("mark", "Keep, with a reason")
