from django.db import migrations

from alliance.web.same_clinic import SameClinic


class Migration(migrations.Migration):
    dependencies = [("people", "0001_first")]

    operations = [
        SameClinic("people_supervision", "supervisor_id", "people_membership"),
        SameClinic("people_supervision", "trainee_id", "people_membership"),
    ]
