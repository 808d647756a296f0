"""Files of proof: what is known about one, the copy that is shown, the bytes as handed in."""

import io
from functools import cached_property
from typing import Any, BinaryIO, Final

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from rectification.exceptions import NotVisible
from rectification.models import Case, Evidence, LookBackFile
from rectification.policies.evidence import (
    opens_original,
    reads_reuse,
    replacing_actor,
    why_not_replace,
)
from rectification.policies.reasons import Reason
from rectification.selectors import casefile
from rectification.selectors.reuse import used_before_in_unit
from rectification.selectors.sight import Sight, sight_of
from rectification.services.evidence import open_original
from rectification.services.reading import log_access, log_case_read
from rectification.web.access import OwnPageMixin, address
from rectification.web.evidence import (
    VERSION_COLUMNS,
    evidence_facts,
    evidence_hints,
    late_light,
    replaced_light,
    version_rows,
)
from rectification.web.parts import Act, Crumb, WhyNot
from rectification.web.reuse import alarms_for

_REPLACE: Final = _("Replace the file")


class EvidenceMixin(OwnPageMixin):
    """Through the gate of the case, and only where the reader's sight opens its files."""

    @cached_property
    def evidence(self) -> Evidence:
        evidence = casefile.evidence_by_id(self.kwargs["pk"])
        if evidence is None:
            raise NotVisible
        return evidence

    @cached_property
    def case(self) -> Case:
        return self.visible_case(self.evidence.progress.measure.plan.case_id)

    @cached_property
    def sight(self) -> Sight:
        """Raises NotVisible where the file is not for this reader."""
        sight = sight_of(self.case, self.authority, casefile.open_items(self.case))
        if not sight.opens(self.evidence):
            raise NotVisible
        return sight

    @cached_property
    def may_open_original(self) -> bool:
        return opens_original(self.evidence, self.person, self.sight.standings)


class EvidencePage(EvidenceMixin, TemplateView):
    """When it was made and handed in, its hashes, and where it is opened."""

    template_name = "rectification/evidence.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        evidence, sight = self.evidence, self.sight
        log_case_read(
            case=self.case,
            person=self.person,
            what=f"evidence_page:{evidence.pk}",
            capacity=sight.capacity(self.authority),
        )
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
            crumbs=[
                Crumb(_("Cases"), address("rectification:cases")),
                Crumb(self.case.number or "", address("rectification:case", self.case.pk)),
            ],
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
        case, evidence = self.sight.case, self.evidence
        try:
            stored = evidence.file.open("rb")
        except FileNotFoundError as missing:
            raise Http404 from missing
        log_access(
            case=case,
            person=self.person,
            what=f"evidence:{evidence.pk}",
            capacity=self.sight.capacity(self.authority),
        )
        return attachment(evidence, stored)


class OriginalFile(EvidenceMixin, View):
    """The bytes as handed in, for those who verify and who handed them in; noted."""

    def get(self, request: Any, pk: int) -> HttpResponseBase:
        if not self.may_open_original:
            raise NotVisible
        try:
            content = open_original(self.evidence)
        except FileNotFoundError as missing:
            raise Http404 from missing
        log_access(
            case=self.case,
            person=self.person,
            what=f"original:{self.evidence.pk}",
            capacity=self.sight.capacity(self.authority),
        )
        return attachment(self.evidence, io.BytesIO(content))


def attachment(evidence: Evidence | LookBackFile, content: BinaryIO | Any) -> FileResponse:
    response = FileResponse(
        content, as_attachment=True, filename=evidence.name, content_type=evidence.content_type
    )
    # Whatever the file holds, a browser must not run it under our address.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
