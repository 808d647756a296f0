"""Files of what was seen at a look-back: through the gate of the case, and noted."""

import io
from functools import cached_property
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.generic import View

from rectification.exceptions import NotVisible
from rectification.models import LookBackFile
from rectification.policies.evidence import opens_original
from rectification.policies.visibility import Field
from rectification.selectors import casefile
from rectification.selectors.sight import Sight, sight_of
from rectification.services.evidence import open_original
from rectification.services.reading import log_access
from rectification.web.access import OwnPageMixin
from rectification.web.views.evidence import attachment


class LookBackFileView(OwnPageMixin, View):
    """As an attachment, for those who see the evidence of the case."""

    @cached_property
    def row(self) -> LookBackFile:
        rows = LookBackFile.objects.select_related("look_back")
        row = rows.filter(pk=self.kwargs["pk"]).first()
        if row is None or not row.file:
            raise NotVisible
        return row

    @cached_property
    def sight(self) -> Sight:
        """Raises NotVisible where the file is not for this reader."""
        case = self.visible_case(self.row.look_back.case_id)
        sight = sight_of(case, self.authority, casefile.open_items(case))
        if Field.EVIDENCE not in sight.fields:
            raise NotVisible
        return sight

    def _note(self, sight: Sight, what: str) -> None:
        log_access(
            case=sight.case,
            person=self.person,
            what=f"{what}:{self.row.pk}",
            capacity=sight.capacity(self.authority),
        )

    def get(self, request: Any, pk: int) -> HttpResponseBase:
        sight = self.sight
        try:
            stored = self.row.file.open("rb")
        except FileNotFoundError as missing:
            raise Http404 from missing
        self._note(sight, "look_back_file")
        return attachment(self.row, stored)


class LookBackOriginalView(LookBackFileView):
    """The bytes as handed in, for those who verify and who handed them in."""

    def get(self, request: Any, pk: int) -> HttpResponseBase:
        sight = self.sight
        if not opens_original(self.row, self.person, sight.standings):
            raise NotVisible
        try:
            content = open_original(self.row)
        except FileNotFoundError as missing:
            raise Http404 from missing
        self._note(sight, "look_back_original")
        return attachment(self.row, io.BytesIO(content))
