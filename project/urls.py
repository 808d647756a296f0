"""The only place where the URLs of both houses meet."""

from django.urls import include, path

from project.health import healthz
from project.language import set_language

handler400 = "project.too_large.bad_request_page"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("language", set_language, name="set_language"),
    path("", include("workflows.urls")),
    path("", include("rectification.web.urls")),
]
