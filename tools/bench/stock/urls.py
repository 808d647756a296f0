"""The pages that come with the engine."""

from django.urls import path
from viewflow.urls import Site
from viewflow.workflow.flow import FlowAppViewset

from tools.bench.stock.flows import ProblemFlow

site = Site(title="Stock", viewsets=[FlowAppViewset(ProblemFlow, icon="assignment")])
urlpatterns = [path("", site.urls)]
