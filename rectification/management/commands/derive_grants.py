"""Bring the grants of every account in step with what the roles grant in this version."""

from typing import Any

from django.core.management.base import BaseCommand

from rectification.models import User
from rectification.services.grants import derive_grants


class Command(BaseCommand):
    help = (
        "Derives the rights on organisations anew from the appointments. Run after an update that "
        "changed what a role grants; running it again changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for user in User.objects.order_by("pk"):
            derive_grants(user=user)
