"""Wiring: settings, Celery, URLs. No model and no rule of the business lives here."""

from project.celery import app as celery_app

__all__ = ["celery_app"]
