"""The only place where the URLs of both houses meet."""

from django.urls import include, path

from project.health import healthz
from project.language import set_language

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("language", set_language, name="set_language"),
    path("", include("workflows.urls")),
    path("", include("rectification.web.urls")),
]
