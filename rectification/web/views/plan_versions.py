"""The versions of a plan: what each made of the one before."""

from typing import Any

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from rectification.exceptions import NotVisible
from rectification.models import Plan
from rectification.policies.visibility import Field
from rectification.selectors.plans import versions_of
from rectification.selectors.sight import Sight
from rectification.web.one_case import OneCaseMixin
from rectification.web.parts import Tab
from rectification.web.plan_difference import difference


class PlanVersions(OneCaseMixin, TemplateView):
    """方案修改对照: the newest version beside the one before, or the version asked for."""

    template_name = "rectification/plan_versions.html"

    def opens(self, sight: Sight) -> bool:
        return Field.PLAN in sight.fields

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, sight = self.case, self.sight
        self.note_read("plan")
        versions = versions_of(case)
        newer = _asked(versions, self.request.GET.get("version", ""))
        older = next((row for row in versions if newer and row.version < newer.version), None)
        return super().get_context_data(
            case=case,
            title=_("What changed in the plan"),
            crumbs=self.crumbs(_("What changed in the plan")),
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
