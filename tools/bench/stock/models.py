"""One text of a process, kept as Viewflow advises."""

from viewflow import jsonstore
from viewflow.workflow.models import Process


class Problem(Process):
    words = jsonstore.CharField(max_length=200, default="")

    class Meta:
        proxy = True
