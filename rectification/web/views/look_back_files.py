"""Files of what was seen at a look-back: through the gate of the case, and noted."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.generic import View

from rectification.exceptions import NotVisible
from rectification.models import LookBackFile
from rectification.policies.evidence import opens_original
from rectification.policies.visibility import Field
from rectification.selectors.sight import Sight
from rectification.services.evidence import open_original
from rectification.web.handing_out import hand_out
from rectification.web.one_case import OneCaseMixin


class LookBackFileView(OneCaseMixin, View):
    """As an attachment, for those who see the evidence of the case."""

    @cached_property
    def row(self) -> LookBackFile:
        rows = LookBackFile.objects.select_related("look_back")
        row = rows.filter(pk=self.kwargs["pk"]).first()
        if row is None or not row.file:
            raise NotVisible
        return row

    def case_key(self) -> int:
        return self.row.look_back.case_id

    def opens(self, sight: Sight) -> bool:
        return Field.EVIDENCE in sight.fields

    def get(self, request: Any, pk: int) -> HttpResponseBase:
        self.let_in()
        try:
            stored = self.row.file.open("rb")
        except FileNotFoundError as missing:
            raise Http404 from missing
        self.note_opened(f"look_back_file:{self.row.pk}")
        return hand_out(stored, self.row.name, self.row.content_type)


class LookBackOriginalView(LookBackFileView):
    """The bytes as handed in, for those who verify and who handed them in."""

    def get(self, request: Any, pk: int) -> HttpResponseBase:
        if not opens_original(self.row, self.person, self.sight.standings):
            raise NotVisible
        try:
            content = open_original(self.row)
        except FileNotFoundError as missing:
            raise Http404 from missing
        self.note_opened(f"look_back_original:{self.row.pk}")
        return hand_out(content, self.row.name, self.row.content_type)
