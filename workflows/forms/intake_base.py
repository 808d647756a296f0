"""What every step of the intake shows of a report: who handed it in, and an opinion's own words."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from rectification.enums import PaperKind
from rectification.models import BatchEntry, Opinion, PaperScan
from rectification.policies.opinions import reads_opinions
from rectification.roles import Role
from rectification.selectors.intake import handing_in_of, line_of, opinion_of
from rectification.web.dates import full_date, moment
from rectification.web.parts import Text
from workflows.forms.base import StepForm
from workflows.forms.lines import facts_of, facts_of_opinion, facts_of_record


class IntakeForm(StepForm):
    """A step of the intake; the page shows an opinion to the intake officer alone."""

    @cached_property
    def opinion(self) -> Opinion | None:
        return opinion_of(self.case)

    @cached_property
    def opinion_text(self) -> str:
        """The sender's own words: his style may give him away (scenario 10)."""
        if self.opinion is None or not reads_opinions(self.actor.hand):
            return ""
        return self.opinion.text

    @cached_property
    def opinion_facts(self) -> list[tuple[Text, Text]]:
        """How it came, and what the register remarks; for whoever reads its words."""
        return facts_of_opinion(self.opinion) if self.opinion and self.opinion_text else []

    @cached_property
    def paper(self) -> PaperScan | None:
        """The scan of what came on paper, for whoever may open it."""
        if not reads_opinions(self.actor.hand):
            return None
        return PaperScan.objects.filter(case=self.case, kind__in=PaperKind.coming_in()).first()

    @property
    def original(self) -> str:
        return f"opinion:{self.opinion.pk}" if self.opinion and self.opinion_text else ""

    @cached_property
    def line(self) -> BatchEntry | None:
        """The line of an inspection's list that the case was made of."""
        return line_of(self.case)

    @cached_property
    def handed_in(self) -> list[tuple[Text, Text]]:
        """Who reports, in which office, and when; nothing for an opinion."""
        record = facts_of_record(self.case.occasion) if self.case.occasion else []
        return [*self._reported_by(), *record, *(facts_of(self.line) if self.line else ())]

    def _reported_by(self) -> list[tuple[Text, Text]]:
        event = handing_in_of(self.case)
        if event is None or event.actor is None:
            return []
        at = event.acting_organisation.name if event.acting_organisation else ""
        office = Role(event.acting_role).label if event.acting_role else ""
        words = [event.actor.name, at, office]
        return [
            (_("Reported by"), " · ".join(str(word) for word in words if word)),
            (_("Handed in"), moment(event.at)),
            (_("Source"), self.case.get_source_display()),
            (_("Found on"), full_date(self.case.found_on)),
        ]
