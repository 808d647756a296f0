"""Pages that read a case."""

from django.urls.resolvers import URLPattern

app_name = "rectification"
urlpatterns: list[URLPattern] = []
