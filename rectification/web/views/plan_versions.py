"""The versions of a plan: what each made of the one before."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from rectification.exceptions import NotVisible
from rectification.models import Plan
from rectification.policies.visibility import Field
from rectification.selectors import casefile
from rectification.selectors.plans import versions_of
from rectification.selectors.sight import Sight, sight_of
from rectification.services.reading import log_case_read
from rectification.web.access import OwnPageMixin, address
from rectification.web.parts import Crumb, Tab
from rectification.web.plan_difference import difference


class PlanVersions(OwnPageMixin, TemplateView):
    """方案修改对照: the newest version beside the one before, or the version asked for."""

    template_name = "rectification/plan_versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.visible_case(kwargs["pk"])
        sight = sight_of(case, self.authority, casefile.open_items(case))
        if Field.PLAN not in sight.fields:
            raise NotVisible
        log_case_read(
            case=case, person=self.person, what="plan", capacity=sight.capacity(self.authority)
        )
        versions = versions_of(case)
        newer = _asked(versions, self.request.GET.get("version", ""))
        older = next((row for row in versions if newer and row.version < newer.version), None)
        return super().get_context_data(
            case=case,
            title=_("What changed in the plan"),
            crumbs=[
                Crumb(gettext_lazy("Cases"), address("rectification:cases")),
                Crumb(case.number or "", address("rectification:case", case.pk)),
                Crumb(_("What changed in the plan")),
            ],
            newer=newer,
            older=older,
            drafted_by=sight.named(newer.drafted_by) if newer else "",
            found=_found(older, newer, sight),
            tabs=[
                Tab(
                    _("Version %(version)d") % {"version": row.version},
                    f"{self.request.path}?version={row.version}",
                    current=row is newer,
                )
                for row in versions[:-1]
            ],
            **kwargs,
        )


def _asked(versions: list[Plan], wanted: str) -> Plan | None:
    """The version asked for; without a word the newest."""
    if not wanted:
        return versions[0] if versions else None
    found = next((row for row in versions if str(row.version) == wanted), None)
    if found is None:
        raise NotVisible
    return found


def _found(older: Plan | None, newer: Plan | None, sight: Sight) -> Any:
    if older is None or newer is None:
        return None
    return difference(older, newer, sight.named)
