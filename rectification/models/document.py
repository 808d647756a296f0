"""Official documents (公文) as they were issued, their signed copies, and the templates used."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import DocumentKind, DocumentVariant
from rectification.models.case import Case
from rectification.models.constraints import one_open, other_hands
from rectification.models.history import history
from rectification.models.organisation import Organisation
from rectification.models.people import Person
from rectification.roles import Role


class PaperTemplate(models.Model):
    """A template (docx) by which an office replaced that of the house, for one kind of paper.

    In force once a second person has confirmed it, until the next one is; no version is changed.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="paper_templates")
    """The committee of the township: its papers look alike, whoever issues them."""
    kind = models.CharField(_("kind"), max_length=24, choices=DocumentKind)
    version = models.PositiveSmallIntegerField(_("version"))
    file = models.FileField(upload_to="templates/%Y/%m/", max_length=200)
    name = models.CharField(_("file name"), max_length=160)
    sha256 = models.CharField(max_length=64)
    note = models.CharField(_("what was changed"), max_length=200)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    """Replaced by the next one, or refused."""

    history = history()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "version"], name="paper_template_version_once"
            ),
            one_open(
                "organisation",
                "kind",
                end="ended_at",
                name="one_template_in_force",
                confirmed_at__isnull=False,
            ),
            other_hands("confirmed_by", "uploaded_by", name="template_by_two"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class OfficialDocument(models.Model):
    """A paper that was given a number: kept byte for byte as it was issued, and never deleted.

    `statement` is the line its code is the hash of; it says which paper this is and no word of it.
    Void, its number stays used; the paper that takes its place names it.
    """

    kind = models.CharField(_("kind"), max_length=24, choices=DocumentKind)
    variant = models.CharField(_("variant"), max_length=8, choices=DocumentVariant)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="documents")
    """None of an annual report alone, which is of no case (decision 0045)."""
    report_of = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="reports")
    """Whose annual report it is, and of which year."""
    report_year = models.PositiveSmallIntegerField(null=True)
    about = models.CharField(max_length=60, blank=True)
    """What of the case it is of, as the events name it: `order:12`."""
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    mark = models.CharField(max_length=20, blank=True)
    """Code and series; empty where the paper bears the number that its matter has anyway."""
    year = models.PositiveSmallIntegerField(null=True)
    sequence = models.PositiveIntegerField(null=True)
    number = models.CharField(_("number"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    code = models.CharField(_("verification code"), max_length=24, unique=True)
    statement = models.TextField()
    docx = models.FileField(upload_to="documents/%Y/%m/", max_length=200, blank=True)
    """None of a case file, which is printed; its hash is then that of the pdf."""
    docx_sha256 = models.CharField(max_length=64)
    pdf = models.FileField(upload_to="documents/%Y/%m/", max_length=200)
    pdf_sha256 = models.CharField(max_length=64)
    template = models.ForeignKey(PaperTemplate, models.PROTECT, null=True, related_name="+")
    """None: that of the house."""
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    issued_role = models.CharField(max_length=3, choices=Role)
    issued_at = models.DateTimeField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    void_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """Nobody where it fell with what it rested on."""
    void_reason = models.TextField(_("reason"), blank=True)

    history = history()

    ERASABLE = ("title", "docx", "pdf", "void_reason")

    class Meta:
        verbose_name = _("official document")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["mark", "year", "sequence"],
                condition=~models.Q(mark=""),
                name="document_number_once",
            ),
            one_open("case", "kind", "variant", "about", end="void_at", name="one_valid_document"),
            one_open("report_of", "report_year", "variant", end="void_at", name="one_valid_report"),
            models.CheckConstraint(
                condition=models.Q(
                    kind=DocumentKind.ANNUAL_REPORT,
                    case__isnull=True,
                    report_of__isnull=False,
                    report_year__isnull=False,
                )
                | models.Q(
                    ~models.Q(kind=DocumentKind.ANNUAL_REPORT),
                    case__isnull=False,
                    report_of__isnull=True,
                    report_year__isnull=True,
                ),
                name="document_of_a_case_or_a_report",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def own_place(self) -> Organisation:
        """Whose report it is."""
        assert self.report_of is not None
        return self.report_of

    @property
    def own_case(self) -> Case:
        """Of every paper but a report."""
        assert self.case is not None
        return self.case


class SignedCopy(models.Model):
    """The scan of a paper that was signed or sealed by hand, encrypted: it bears hands."""

    document = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="signed_copies")
    file = models.FileField(upload_to="papers/%Y/%m/", max_length=200)
    name = models.CharField(_("file name"), max_length=160)
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    signed_on = models.DateField(_("signed on"))
    attached_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()

    ERASABLE = ("file", "name")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"signed copy of {self.document_id}"
