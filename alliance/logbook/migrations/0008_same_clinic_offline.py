from django.db import migrations

from alliance.web.same_clinic import SameClinic


class Migration(migrations.Migration):
    dependencies = [("logbook", "0007_offline_key")]

    operations = [SameClinic("logbook_offlinekey", "author_id", "people_membership")]
