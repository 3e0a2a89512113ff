from django.db import migrations

from alliance.web.same_clinic import SameClinic

MEMBER = "people_membership"


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_first")]

    operations = [
        SameClinic("reports_export", "author_id", MEMBER),
        SameClinic("reports_export", "approver_id", MEMBER),
    ]
