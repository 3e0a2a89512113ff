from django.db import migrations

from alliance.web.same_clinic import SameClinic


class Migration(migrations.Migration):
    dependencies = [("logbook", "0011_handed_over")]

    operations = [SameClinic("logbook_handover", "successor_id", "logbook_client")]
