"""What a server does before it serves."""

import json
from pathlib import Path

from django.core.management import call_command
from pytest_django import Settings


def test_static_files_are_collected_under_names_of_their_content(
    settings: Settings, tmp_path: Path
) -> None:
    manifest = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": manifest}}
    call_command("collectstatic", interactive=False, verbosity=0)
    paths = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    assert {"css/bootstrap.min.css", "css/base.css", "django_htmx/htmx-2.min.js"} <= set(paths)
    assert [path for path in paths if path.startswith(("viewflow/", "guardian/"))] == []
