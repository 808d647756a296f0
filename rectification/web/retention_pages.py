"""What the pages of retention and of holds share."""

from typing import Final

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from rectification.models import Organisation, RetentionRule
from rectification.policies.legal_holds import holding_places
from rectification.policies.retention import keeping_places
from rectification.selectors import retention as found
from rectification.web.access import LimitedPageMixin
from rectification.web.parts import Crumb, Text

TITLE: Final[Text] = gettext_lazy("Periods of retention")


class KeptMixin(LimitedPageMixin):
    """For those who keep periods, or place holds; for everybody else it is not there."""

    def is_open(self) -> bool:
        return bool(self.kept or self.held)

    @cached_property
    def kept(self) -> list[Organisation]:
        return keeping_places(self.authority)

    @cached_property
    def held(self) -> list[Organisation]:
        return holding_places(self.authority)

    @cached_property
    def rules(self) -> list[RetentionRule]:
        return found.rules_of(self.kept)

    @property
    def crumbs(self) -> list[Crumb]:
        return [Crumb(TITLE, reverse("rectification:retention"))]
