"""What a member without account signed for a step, as links for whoever opens papers (8.10)."""

from django.urls import reverse
from django.utils.translation import gettext

from rectification.enums import CaseLevel
from rectification.models import Case, PaperScan
from rectification.policies.authority import Authority
from rectification.policies.entering import SIGNED
from rectification.roles import Role
from rectification.selectors.opinions import reads_what_came
from rectification.web.parts import Act


def signed_papers(case: Case, authority: Authority) -> list[Act]:
    """The latest paper of each kind; each opening is on record."""
    if case.level != CaseLevel.MEMBER or not authority.holds(Role.OFF):
        return []
    scans = PaperScan.objects.filter(case=case, kind__in=set(SIGNED.values())).order_by("pk")
    latest = {scan.kind: scan for scan in scans}
    if not latest or not reads_what_came(case, authority):
        return []
    return [
        Act(
            gettext("Signed paper: %(kind)s") % {"kind": scan.get_kind_display()},
            reverse("rectification:paper", args=[scan.pk]),
        )
        for scan in latest.values()
    ]
