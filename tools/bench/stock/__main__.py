"""A process of its own, for its settings are its own: for each line `http` or `code` one cycle.

Answers each with a line of JSON: seconds of computing and statements, both a step.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tools.bench.stock.settings"
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs django.setup()

    call_command("migrate", verbosity=0)
    user = _user()
    ways = {"http": _over_http(user), "code": lambda: _from_code(user)}
    for line in sys.stdin:
        print(json.dumps(_measured(ways[line.strip()])), flush=True)


def _measured(cycle: Callable[[], int]) -> dict[str, float]:
    from tools.bench.measuring import Statements, seconds  # noqa: PLC0415 - needs django.setup()
    from tools.bench.stock.flows import STEPS  # noqa: PLC0415

    looked_up: list[int] = []
    with Statements() as statements:
        taken = seconds(lambda: looked_up.append(cycle()))
    steps = 1 + len(STEPS)
    return {"seconds": taken / steps, "statements": (statements.count - looked_up[0]) / steps}


def _user() -> Any:
    from django.contrib.auth.models import Permission, User  # noqa: PLC0415

    user, _made = User.objects.get_or_create(username="everybody")
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="stock"))
    return user


def _over_http(user: Any) -> Callable[[], int]:
    """The start, and of each step taking it, its page and its form.

    Returns how often it asked for a key, which stands for a link that somebody presses.
    """
    from django.test import Client  # noqa: PLC0415
    from viewflow.workflow.models import Process, Task  # noqa: PLC0415

    from tools.bench.stock.flows import STEPS  # noqa: PLC0415

    client = Client()
    client.force_login(user)

    def post(url: str, **typed: str) -> None:
        if client.post(url, typed).status_code != 302:
            sys.exit(f"stock: {url} was refused")

    def cycle() -> int:
        post("/problem/report/", words="found")
        process = Process.objects.latest("pk").pk
        for step in STEPS:
            task = Task.objects.get(process=process, finished__isnull=True).pk
            url = f"/problem/{process}/{step}/{task}"
            post(f"{url}/assign/")
            client.get(f"{url}/execute/")
            post(f"{url}/execute/", words=step)
        return 1 + len(STEPS)

    return cycle


def _from_code(user: Any) -> int:
    from types import SimpleNamespace  # noqa: PLC0415

    from viewflow.workflow.status import STATUS  # noqa: PLC0415

    from tools.bench.stock.flows import STEPS, ProblemFlow  # noqa: PLC0415

    request = SimpleNamespace(user=type(user).objects.get(pk=user.pk))
    start = ProblemFlow.report.activation_class.create(ProblemFlow.report, None, None)
    start.start(request)
    start.process.words = "found"
    start.execute()
    for step in STEPS:
        node = getattr(ProblemFlow, step)
        task = start.process.task_set.get(flow_task=node, status=STATUS.NEW)
        with task.activation() as activation:
            activation.assign(request.user)
        with task.activation() as activation:
            activation.start(request)
            activation.process.words = step
            activation.process.save()
            activation.execute()
    return 0


if __name__ == "__main__":
    main()
