"""Files of proof: what is known about one, the copy that is shown, the bytes as handed in."""

from functools import cached_property
from typing import Any, Final

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from rectification.exceptions import NotVisible
from rectification.models import Evidence
from rectification.policies.evidence import (
    opens_original,
    reads_reuse,
    replacing_actor,
    why_not_replace,
)
from rectification.policies.reasons import Reason
from rectification.selectors import casefile
from rectification.selectors.reuse import used_before_in_unit
from rectification.selectors.sight import Sight
from rectification.services.evidence import open_original
from rectification.web.access import address
from rectification.web.evidence import (
    VERSION_COLUMNS,
    evidence_facts,
    evidence_hints,
    late_light,
    replaced_light,
    version_rows,
)
from rectification.web.handing_out import hand_out
from rectification.web.one_case import OneCaseMixin
from rectification.web.parts import Act, WhyNot
from rectification.web.reuse import alarms_for

_REPLACE: Final = _("Replace the file")


class EvidenceMixin(OneCaseMixin):
    """Only where the reader's sight of the case opens its files."""

    @cached_property
    def evidence(self) -> Evidence:
        evidence = casefile.evidence_by_id(self.kwargs["pk"])
        if evidence is None:
            raise NotVisible
        return evidence

    def case_key(self) -> int:
        return self.evidence.progress.measure.plan.case_id

    def opens(self, sight: Sight) -> bool:
        return sight.opens(self.evidence)

    @cached_property
    def may_open_original(self) -> bool:
        return opens_original(self.evidence, self.person, self.sight.standings)


class EvidencePage(EvidenceMixin, TemplateView):
    """When it was made and handed in, its hashes, and where it is opened."""

    template_name = "rectification/evidence.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        evidence, sight = self.evidence, self.sight
        self.note_read(f"evidence_page:{evidence.pk}")
        return super().get_context_data(
            evidence=evidence,
            light=replaced_light(evidence) or late_light(evidence),
            hints=evidence_hints(evidence),
            alarms=self._alarms(),
            facts=evidence_facts(evidence, sight.named),
            acts=self._acts(),
            why_not=self._why_not(),
            versions=version_rows(evidence),
            version_columns=VERSION_COLUMNS,
            crumbs=self.crumbs(),
            **kwargs,
        )

    def _alarms(self) -> list[str]:
        """Where else it serves; its own unit reads only that it had it before."""
        pk, standings = self.evidence.pk, self.sight.standings
        if reads_reuse(standings):
            return alarms_for([pk], self.case, standings, self.authority).get(pk, [])
        if self._may_replace and used_before_in_unit([pk]):
            return [gettext("Your unit handed in this file before, for another measure.")]
        return []

    def _acts(self) -> list[Act]:
        pk = self.evidence.pk
        acts = [Act(_("Open the file"), address("rectification:evidence", pk), due=True)]
        if self.may_open_original and self.evidence.original:
            acts.append(Act(_("Open it as handed in"), address("rectification:original", pk)))
        if self._may_replace and self._refusal is None:
            acts.append(Act(_REPLACE, address("workflows:replace_evidence", pk)))
        return acts

    @cached_property
    def _may_replace(self) -> bool:
        return replacing_actor(self.evidence, self.case, self.authority) is not None

    @cached_property
    def _refusal(self) -> Reason | None:
        return why_not_replace(self.evidence, self.case)

    def _why_not(self) -> list[WhyNot]:
        if not self._may_replace or self._refusal is None:
            return []
        return [WhyNot(_REPLACE, self._refusal.message, rule=self._refusal.rule)]


class EvidenceFile(EvidenceMixin, View):
    """The only way to a file: through the gate, as an attachment, and noted."""

    def get(self, request: Any, pk: int) -> HttpResponseBase:
        evidence = self.evidence
        self.let_in()
        try:
            stored = evidence.file.open("rb")
        except FileNotFoundError as missing:
            raise Http404 from missing
        self.note_opened(f"evidence:{evidence.pk}")
        return hand_out(stored, evidence.name, evidence.content_type)


class OriginalFile(EvidenceMixin, View):
    """The bytes as handed in, for those who verify and who handed them in; noted."""

    def get(self, request: Any, pk: int) -> HttpResponseBase:
        if not self.may_open_original:
            raise NotVisible
        try:
            content = open_original(self.evidence)
        except FileNotFoundError as missing:
            raise Http404 from missing
        self.note_opened(f"original:{self.evidence.pk}")
        return hand_out(content, self.evidence.name, self.evidence.content_type)
