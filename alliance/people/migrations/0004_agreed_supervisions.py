from typing import Any

from django.db import migrations
from django.utils import timezone

from alliance.web.same_clinic import SameClinic


def agree(apps: Any, schema_editor: Any) -> None:
    """Supervisions made before agreement was asked for were set up by an admin."""
    supervisions = apps.get_model("people", "Supervision").objects
    supervisions.filter(agreed_at__isnull=True).update(agreed_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("people", "0003_settings_teams_invitations")]

    operations = [
        migrations.RunPython(agree, migrations.RunPython.noop, elidable=True),
        SameClinic("people_supervision", "proposed_by_id", "people_membership"),
        SameClinic("people_deputy", "supervisor_id", "people_membership"),
        SameClinic("people_deputy", "deputy_id", "people_membership"),
        SameClinic("people_teamplace", "team_id", "people_team"),
        SameClinic("people_teamplace", "member_id", "people_membership"),
        SameClinic("people_invitation", "team_id", "people_team"),
        SameClinic("people_invitation", "invited_by_id", "people_membership"),
    ]
