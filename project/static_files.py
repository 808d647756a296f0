"""Which packages' static files are served."""

from typing import Any, Final

from django.apps import apps
from django.contrib.staticfiles.finders import AppDirectoriesFinder

# Pages of their own that we do not mount; their style sheets also name files that do not exist.
NOT_MOUNTED: Final = frozenset({"guardian", "simple_history", "viewflow", "viewflow.workflow"})


class MountedAppsFinder(AppDirectoriesFinder):
    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        installed = {config.name for config in apps.get_app_configs()}
        super().__init__(app_names or sorted(installed - NOT_MOUNTED), *args, **kwargs)
