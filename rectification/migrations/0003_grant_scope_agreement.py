"""Members of the organisation office in office before the right existed get it now."""

from typing import Any

from django.db import migrations

CODENAME, NAME = "agree_scopes", "Agree to the scope of a publication"


def grant(apps: Any, _schema_editor: Any) -> None:
    """Rights follow from appointments; these were granted when no such right existed."""
    appointments = apps.get_model("rectification", "Appointment").objects.filter(
        role="ORG", confirmed_at__isnull=False, person__user__isnull=False
    )
    if not appointments.exists():
        return
    kind, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="rectification", model="organisation"
    )
    right, _new = apps.get_model("auth", "Permission").objects.get_or_create(
        codename=CODENAME, content_type=kind, defaults={"name": NAME}
    )
    grants = apps.get_model("rectification", "OrganisationUserPermission").objects
    for appointment in appointments.select_related("person__user").order_by("pk"):
        grants.get_or_create(
            user=appointment.person.user,
            permission=right,
            content_object_id=appointment.jurisdiction_id,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("rectification", "0002_agreement_and_rehabilitation"),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
