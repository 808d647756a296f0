"""The procedure as a picture, with the present step marked; shown as an image beside a list."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from viewflow.workflow import chart as drawing

from rectification.enums import ProcessKind
from rectification.policies.authority import authority_of
from rectification.selectors.casefile import open_items
from rectification.selectors.sight import sight_of
from rectification.web.access import account
from workflows.engine_words import BRANCHES, title_of_node
from workflows.flows import RectificationFlow
from workflows.models import CaseProcess
from workflows.web.pages import case_seen


@never_cache
@login_required
@require_safe
def chart(request: HttpRequest, pk: int) -> HttpResponse:
    """For whoever sees the case and not only his unit's share; it names steps and no person."""
    authority = authority_of(account(request))
    case = case_seen(request, pk, authority)
    if sight_of(case, authority, open_items(case)).is_co_unit:
        raise Http404
    process = (
        CaseProcess.objects.filter(case=pk, kind=ProcessKind.RECTIFICATION).order_by("-pk").first()
    )
    return HttpResponse(render_chart(process), content_type="image/svg+xml")


def render_chart(process: CaseProcess | None = None) -> str:
    """The SVG of the flow; with a process, where it stands."""
    # Lazy words, the same for all: the nodes are shared by the readers of both languages.
    for node in RectificationFlow.instance.nodes():
        node.Annotation(title=title_of_node(node.name))
    grid = drawing.calc_layout_data(RectificationFlow)
    _word(grid)
    if process is not None:
        drawing.calc_cell_status(RectificationFlow, grid, process.pk)
    svg: str = drawing.grid_to_svg(grid)
    return svg


def _word(grid: Any) -> None:
    """The engine falls back to identifiers for gateways and writes its branches in English."""
    for cell in grid.cells:
        cell.title = str(title_of_node(cell.node.name))
    for edge in grid.edges:
        edge.label = str(BRANCHES.get(edge.label, ""))
