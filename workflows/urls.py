"""Pages that move a case."""

from django.urls import path

from rectification.web.bodies import takes_files
from workflows.views.steps import step_page
from workflows.web import (
    authority,
    batches,
    chart,
    intake_list,
    merging,
    moves,
    objections,
    opinion_notes,
    opinions,
    orders,
    papers,
    problems,
    recusals,
    registers,
    sealing,
    successions,
    termination,
    urging,
)

app_name = "workflows"

urlpatterns = [
    path("act/<int:item_pk>/", step_page, name="act"),
    path("problems/new/", problems.new_problem, name="new_problem"),
    path("problems/<int:pk>/", problems.edit_problem, name="edit_problem"),
    path("cases/<int:pk>/recall/", problems.recall, name="recall"),
    path("cases/<int:pk>/withdraw/", problems.withdraw, name="withdraw"),
    path("cases/<int:pk>/withdraw/ask/", problems.ask_withdrawal, name="ask_withdrawal"),
    path("cases/<int:pk>/part/", merging.part, name="part"),
    path("cases/<int:pk>/terminate/", termination.propose, name="propose_termination"),
    path("cases/<int:pk>/urge/", urging.urge, name="urge"),
    path("orders/<int:pk>/talk/", orders.note_talk, name="note_talk"),
    path("cases/<int:pk>/order/", orders.issue, name="issue_order"),
    path("cases/<int:pk>/recusal/", recusals.declare, name="declare_recusal"),
    path("cases/<int:pk>/recusal/request/", recusals.ask, name="request_recusal"),
    path("cases/<int:pk>/recusal/enter/", recusals.enter, name="enter_recusal"),
    path("recusals/", recusals.mine, name="recusals"),
    path("cases/<int:pk>/chart.svg", chart.chart, name="chart"),
    path("board/<int:pk>/object/", objections.object_to, name="object"),
    path("n/<slug:token>/object/", objections.object_by_link, name="object_by_link"),
    path("seal/", sealing.seal_case, name="seal_case"),
    path("intake/", intake_list.intake_list, name="intake_list"),
    path("batches/", takes_files(batches.BatchUpload.as_view()), name="batches"),
    path("batches/<int:pk>/", batches.BatchPreview.as_view(), name="batch_file"),
    path("batches/<int:pk>/refused/", batches.RefusedProblems.as_view(), name="batch_refused"),
    path("batches/<int:pk>/progress/", batches.BatchProgress.as_view(), name="batch_progress"),
    path("opinions/paper/", papers.opinion, name="paper_opinion"),
    path("opinions/paper/<int:pk>/report/", papers.report, name="paper_report"),
    path("opinions/register/", takes_files(registers.RegisterUpload.as_view()), name="registers"),
    path("opinions/register/<int:pk>/", registers.RegisterPreview.as_view(), name="register_file"),
    path(
        "opinions/register/<int:pk>/refused/",
        registers.RefusedOpinions.as_view(),
        name="register_refused",
    ),
    path("moves/", moves.overview, name="moves"),
    path("moves/<slug:kind>/", moves.move, name="move"),
    path("successions/<int:pk>/", successions.succession, name="succession"),
    path("authority/", authority.table, name="authority"),
    path("authority/mine/", authority.mine, name="my_authority"),
    path("authority/workbook/", authority.workbook, name="authority_workbook"),
    path("opinion/", opinions.opinion, name="opinion"),
    path("opinion/add/", opinion_notes.add, name="add_to_opinion"),
    path("cases/<int:pk>/opinion/", opinion_notes.of_case, name="opinion_of_case"),
]
