"""Files of proof: what is known about one, the copy that is shown, the bytes as handed in."""

import io
from functools import cached_property
from typing import Any, BinaryIO

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from rectification.exceptions import NotVisible
from rectification.models import Case, Evidence
from rectification.policies.evidence import opens_original
from rectification.selectors import casefile
from rectification.selectors.sight import Sight, sight_of
from rectification.services.evidence import open_original
from rectification.services.reading import log_access, log_case_read
from rectification.web.access import OwnPageMixin, address
from rectification.web.evidence import evidence_facts, evidence_hints, late_light
from rectification.web.parts import Act, Crumb


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
        log_case_read(case=self.case, person=self.person, what=f"evidence_page:{evidence.pk}")
        return super().get_context_data(
            evidence=evidence,
            light=late_light(evidence),
            hints=evidence_hints(evidence),
            facts=evidence_facts(evidence, sight.named),
            acts=self._acts(),
            crumbs=[
                Crumb(_("Cases"), address("rectification:cases")),
                Crumb(self.case.number or "", address("rectification:case", self.case.pk)),
            ],
            **kwargs,
        )

    def _acts(self) -> list[Act]:
        pk = self.evidence.pk
        acts = [Act(_("Open the file"), address("rectification:evidence", pk), due=True)]
        if self.may_open_original and self.evidence.original:
            acts.append(Act(_("Open it as handed in"), address("rectification:original", pk)))
        return acts


class EvidenceFile(EvidenceMixin, View):
    """The only way to a file: through the gate, as an attachment, and noted."""

    def get(self, request: Any, pk: int) -> HttpResponseBase:
        case, evidence = self.sight.case, self.evidence
        try:
            stored = evidence.file.open("rb")
        except FileNotFoundError as missing:
            raise Http404 from missing
        log_access(case=case, person=self.person, what=f"evidence:{evidence.pk}")
        return _attachment(evidence, stored)


class OriginalFile(EvidenceMixin, View):
    """The bytes as handed in, for those who verify and who handed them in; noted."""

    def get(self, request: Any, pk: int) -> HttpResponseBase:
        if not self.may_open_original:
            raise NotVisible
        try:
            content = open_original(self.evidence)
        except FileNotFoundError as missing:
            raise Http404 from missing
        log_access(case=self.case, person=self.person, what=f"original:{self.evidence.pk}")
        return _attachment(self.evidence, io.BytesIO(content))


def _attachment(evidence: Evidence, content: BinaryIO | Any) -> FileResponse:
    response = FileResponse(
        content, as_attachment=True, filename=evidence.name, content_type=evidence.content_type
    )
    # Whatever the file holds, a browser must not run it under our address.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
