"""问责建议: the list of those one knows of, and the page of one; others find none."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from rectification.enums import AccessPurpose
from rectification.exceptions import NotVisible
from rectification.models import AccountabilityReferral
from rectification.policies.facts import facts_of
from rectification.policies.readings import by_office
from rectification.policies.referral_circle import referring_office
from rectification.policies.referrals import WRITING, why_not_enter_outcome
from rectification.selectors.inbox import visible_ids
from rectification.selectors.referrals import course_of, open_step_of, referral_of, referrals_of
from rectification.services.reading import log_access
from rectification.web import referrals
from rectification.web.access import READING, LimitedPageMixin, OwnPageMixin, address
from rectification.web.office_tabs import supervision_tabs
from rectification.web.parts import Act, Crumb
from rectification.web.steps import STEP_WORDS


class Referrals(LimitedPageMixin, TemplateView):
    """For the discipline committee and the leading group: what lies with them, latest first."""

    http_method_names = READING
    template_name = "rectification/referrals.html"

    def is_open(self) -> bool:
        return any(self.authority.holds(role) for role in WRITING)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [referrals.referral_row(row) for row in referrals_of(self.authority)]
        tabs = supervision_tabs(self.authority, "rectification:referrals")
        return super().get_context_data(rows=rows, tabs=tabs, **kwargs)


class ReferralPage(OwnPageMixin, TemplateView):
    """Its words while it is open; once sent, number, day and body alone."""

    http_method_names = READING
    template_name = "rectification/referral.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        referral = referral_of(kwargs["pk"], self.authority)
        if referral is None:
            raise NotVisible
        log_access(
            case=referral.case,
            person=self.person,
            what=referral.reference,
            capacity=by_office(self.authority, AccessPurpose.PART, *WRITING),
        )
        facts = referrals.facts_in_full if referral.is_open else referrals.facts_of
        return super().get_context_data(
            referral=referral,
            light=referrals.state_of(referral),
            facts=facts(referral),
            act=self._act(referral),
            entries=referrals.course_entries(course_of(referral)),
            crumbs=self._crumbs(referral),
            **kwargs,
        )

    def _crumbs(self, referral: AccountabilityReferral) -> list[Crumb]:
        """Not everybody who answers for an organisation sees the case."""
        seen = visible_ids(self.user, self.authority, [referral.case_id])
        url = address("rectification:case", referral.case_id) if seen else ""
        return [
            Crumb(_("My work"), address("rectification:inbox")),
            Crumb(referral.case.number or "", url),
        ]

    def _act(self, referral: AccountabilityReferral) -> Act | None:
        """The step that lies with the reader, or the number that is still missing."""
        step = open_step_of(referral, self.authority)
        if step is not None:
            words = STEP_WORDS[step.step]
            return Act(words.act, address("workflows:act", step.pk), due=True)
        if why_not_enter_outcome(referral) is not None:
            return None
        if referring_office(referral, self.authority, facts_of(referral.case)) is None:
            return None
        url = address("workflows:record_outcome", referral.pk)
        return Act(_("Enter the number of the outcome"), url)
