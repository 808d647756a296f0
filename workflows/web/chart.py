"""The procedure as a picture, with the present step marked; shown as an image beside a list."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from viewflow.workflow import chart as drawing

from rectification.enums import ProcessKind
from rectification.selectors.cases import visible_to
from rectification.web.access import account
from workflows.engine_words import BRANCHES, title_of_node
from workflows.flows import RectificationFlow
from workflows.models import CaseProcess


@never_cache
@login_required
def chart(request: HttpRequest, pk: int) -> HttpResponse:
    """Only for whoever may see the case; it names steps and no person."""
    if not visible_to(account(request)).filter(pk=pk).exists():
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
