"""公文: one that was issued with its files and signed copies, and whether a code is of one."""

from functools import cached_property
from typing import Any, Final

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, View

from rectification.audit.codes import typed_document_code
from rectification.exceptions import CaseError, NotVisible
from rectification.models import OfficialDocument, SignedCopy
from rectification.policies.annual_reports import makes_report
from rectification.policies.issuing import (
    handling_office,
    opens_document,
    why_not_attach,
    why_not_void,
)
from rectification.selectors import casefile
from rectification.selectors.cases import visible_to
from rectification.selectors.documents import document_by_code
from rectification.selectors.sight import Sight, sight_of
from rectification.services.issuing import FORMS, PDF, WORD, open_issued, open_signed_copy
from rectification.web.access import FORM, READING, LimitedPageMixin, address
from rectification.web.dates import full_date
from rectification.web.handing_out import hand_out, withhold
from rectification.web.issued_papers import (
    COPY_COLUMNS,
    copy_rows,
    document_facts,
    replaced_words,
    state_of,
    validity_of,
)
from rectification.web.one_case import OneCaseMixin
from rectification.web.parts import Act, ActKind, Crumb, Refusal, Text
from rectification.web.throttle import too_many_wrong_codes

_LABELS: Final = {PDF: _("Take away the PDF"), WORD: _("Take away the Word file")}


class DocumentMixin(OneCaseMixin):
    """Only where the reader of the case opens papers of this kind; an annual report, which is of
    no case and says no word of any, is opened by whoever makes it, and no reading of it noted."""

    @cached_property
    def document(self) -> OfficialDocument:
        rows = OfficialDocument.objects.select_related(
            "organisation", "issued_by", "template", "replaces", "report_of"
        ).prefetch_related("signed_copies__attached_by")
        row = rows.filter(pk=self.document_key()).first()
        if row is None:
            raise NotVisible
        return row

    def document_key(self) -> int:
        return int(self.kwargs["pk"])

    def case_key(self) -> int:
        return self.document.own_case.pk

    @property
    def is_report(self) -> bool:
        return self.document.report_of is not None

    def let_in(self) -> object:
        if not self.is_report:
            return super().let_in()
        if not makes_report(self.authority, self.document.own_place):
            raise NotVisible
        return None

    def note_read(self, what: str) -> None:
        self.let_in()
        if not self.is_report:
            super().note_read(what)

    def note_opened(self, what: str) -> None:
        self.let_in()
        if not self.is_report:
            super().note_opened(what)

    def crumbs(self, *here: Text) -> list[Crumb]:
        if not self.is_report:
            return super().crumbs(*here)
        reports = address("rectification:annual_reports_of", self.document.own_place.pk)
        return [
            Crumb(gettext("Cases"), address("rectification:cases")),
            Crumb(self.document.get_kind_display(), reports),
        ]

    def opens(self, sight: Sight) -> bool:
        return opens_document(self.document, self.case, self.authority, sight.fields)


class DocumentPage(DocumentMixin, TemplateView):
    """What is on record of a paper, its files, and what whoever issues such papers does with it."""

    template_name = "rectification/document.html"
    http_method_names = READING

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = self.document
        self.note_read(f"document:{document.pk}")
        return super().get_context_data(
            document=document,
            light=state_of(document),
            facts=document_facts(document),
            acts=[*self._files(), *self._handling()],
            copies=copy_rows(document),
            copy_columns=COPY_COLUMNS,
            crumbs=self.crumbs(),
            **kwargs,
        )

    def _files(self) -> list[Act]:
        pk = self.document.pk
        return [
            Act(_LABELS[form], address("rectification:document_file", pk, form), due=form == PDF)
            for form in FORMS
            if getattr(self.document, form)
        ]

    def _handling(self) -> list[Act]:
        document, case = self.document, None if self.is_report else self.case
        if handling_office(case, self.authority, document) is None:
            return []
        wishes = [
            (_("Attach the signed copy"), "workflows:attach_signed_copy", why_not_attach(document)),
            (
                pgettext_lazy("document", "Void it"),
                "workflows:void_document",
                why_not_void(document),
            ),
        ]
        return [Act(label, address(name, document.pk)) for label, name, why in wishes if not why]


class DocumentFile(DocumentMixin, View):
    """The bytes that were issued, compared with the hash on record; noted."""

    def get(self, request: Any, pk: int, form: str) -> HttpResponseBase:
        document = self.document
        self.let_in()
        if form not in FORMS:
            raise Http404
        try:
            content = open_issued(document, form)
        except FileNotFoundError as missing:
            raise Http404 from missing
        except CaseError as altered:
            return withhold(altered)
        self.note_opened(f"document_file:{document.pk}")
        return hand_out(content, f"{document.number}.{form}")


class SignedCopyFile(DocumentMixin, View):
    """The scan as it was attached; each opening is on record."""

    @cached_property
    def copy(self) -> SignedCopy:
        copy = SignedCopy.objects.filter(pk=self.kwargs["pk"]).first()
        if copy is None:
            raise NotVisible
        return copy

    def document_key(self) -> int:
        return self.copy.document_id

    def get(self, request: Any, pk: int) -> HttpResponseBase:
        self.let_in()
        try:
            content = open_signed_copy(self.copy)
        except FileNotFoundError as missing:
            raise Http404 from missing
        except CaseError as altered:
            return withhold(altered)
        self.note_opened(f"signed_copy:{self.copy.pk}")
        return hand_out(content, self.copy.name, self.copy.content_type)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Verification code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("Sixteen letters and figures at the foot of the paper."),
    )


class CheckDocument(LimitedPageMixin, FormView):
    """For everybody who holds an office: a paper that is brought to him may be from anywhere.

    Who opens the paper itself is led to it; everybody else learns what the paper says anyway, and
    of no case. The code travels in the body of the request only.
    """

    http_method_names = FORM
    template_name = "rectification/check_document.html"
    form_class = CodeForm

    def is_open(self) -> bool:
        return bool(self.authority.appointments)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        act = Act(_("Look up the code"), kind=ActKind.SUBMIT, due=True)
        return super().get_context_data(acts=[act], **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        code = typed_document_code(form.cleaned_data["code"])
        found = document_by_code(code) if code else None
        if found is not None:
            return self.render_to_response(
                self.get_context_data(form=CodeForm(), **_told(found, self))
            )
        if too_many_wrong_codes():
            refusal = Refusal(
                gettext("Too many codes were looked up. Please try again in an hour.")
            )
            context = self.get_context_data(form=CodeForm(), refusal=refusal)
            return self.render_to_response(context, status=429)
        form.add_error("code", gettext("No paper issued here has this code. Compare it again."))
        return self.form_invalid(form)

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _told(document: OfficialDocument, page: CheckDocument) -> dict[str, Any]:
    return {
        "found": document,
        "light": validity_of(document),
        "facts": [
            (pgettext_lazy("document", "Number"), document.number),
            (pgettext_lazy("document", "Issued by"), document.organisation.name),
            (pgettext_lazy("document", "Issued on"), full_date(document.issued_at)),
        ],
        "replaced": replaced_words(document),
        "url": _url_for(document, page),
    }


def _url_for(document: OfficialDocument, page: CheckDocument) -> str:
    """Of the page of the paper, for whoever opens it."""
    if document.report_of is not None:
        opens = makes_report(page.authority, document.report_of)
        return address("rectification:document", document.pk) if opens else ""
    case = visible_to(page.user, page.authority).filter(documents=document).first()
    if case is None:
        return ""
    sight = sight_of(case, page.authority, casefile.open_items(case))
    opens = opens_document(document, case, page.authority, sight.fields)
    return address("rectification:document", document.pk) if opens else ""
