"""Chosen by `DJANGO_SETTINGS_MODULE`: `dev` (the default), `test` or `prod`."""
