"""What every page beside a case does: find it, see what its reader sees, and note him."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from rectification.exceptions import NotVisible
from rectification.models import Case
from rectification.selectors import casefile
from rectification.selectors.sight import Sight, sight_of
from rectification.services.reading import log_access, log_case_read
from rectification.web.access import OwnPageMixin, address
from rectification.web.parts import Crumb, Text


class OneCaseMixin(OwnPageMixin):
    """Through the gate of the case, and only where its reader opens what the page shows of it."""

    def case_key(self) -> int:
        """Of a page about something in the case, the case it is in."""
        return int(self.kwargs["pk"])

    def opens(self, sight: Sight) -> bool:
        """Whether what the page shows is for somebody who sees so much of the case."""
        return True

    @cached_property
    def case(self) -> Case:
        return self.visible_case(self.case_key())

    @cached_property
    def sight(self) -> Sight:
        """Raises NotVisible where the page is not for this reader."""
        sight = sight_of(self.case, self.authority, casefile.open_items(self.case))
        if not self.opens(sight):
            raise NotVisible
        return sight

    def let_in(self) -> object:
        """Asked for before anything is opened; raises NotVisible."""
        return self.sight

    def note_read(self, what: str) -> None:
        """That somebody read a member's case here (docs/rules.md, “Records”)."""
        capacity = self.sight.capacity(self.authority)
        log_case_read(case=self.case, person=self.person, what=what, capacity=capacity)

    def note_opened(self, what: str) -> None:
        """The same of a file, whosever case it is."""
        capacity = self.sight.capacity(self.authority)
        log_access(case=self.case, person=self.person, what=what, capacity=capacity)

    def crumbs(self, *here: Text) -> list[Crumb]:
        """The way back to the case, and where one is beside it."""
        return [
            Crumb(_("Cases"), address("rectification:cases")),
            Crumb(self.case.number or "", address("rectification:case", self.case.pk)),
            *map(Crumb, here),
        ]
