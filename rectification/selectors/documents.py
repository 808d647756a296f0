"""Official documents that were issued, and the templates by which they are set."""

from django.db.models import QuerySet

from rectification.models import Case, OfficialDocument, Organisation, PaperTemplate


def documents_of(case: Case) -> QuerySet[OfficialDocument]:
    """Latest first, void ones among them."""
    return _listed(OfficialDocument.objects.filter(case=case))


def reports_of(organisation: Organisation) -> QuerySet[OfficialDocument]:
    """Its annual reports that were issued, as those of a case."""
    return _listed(OfficialDocument.objects.filter(report_of=organisation))


def _listed(rows: QuerySet[OfficialDocument]) -> QuerySet[OfficialDocument]:
    related = rows.select_related("organisation", "issued_by", "replaced_by", "replaces")
    return related.prefetch_related("signed_copies__attached_by").order_by("-pk")


def document_by_code(code: str) -> OfficialDocument | None:
    rows = OfficialDocument.objects.filter(code=code)
    return rows.select_related("organisation", "case", "report_of", "replaced_by").first()


def template_in_force(township: Organisation, kind: str) -> PaperTemplate | None:
    """None: that of the house."""
    rows = PaperTemplate.objects.filter(organisation=township, kind=kind, ended_at=None)
    return rows.filter(confirmed_at__isnull=False).first()


def templates_of(township: Organisation) -> list[PaperTemplate]:
    """Every version, latest first."""
    rows = PaperTemplate.objects.filter(organisation=township).order_by("-pk")
    return list(rows.select_related("uploaded_by", "confirmed_by"))
