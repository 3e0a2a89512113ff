from django.db import migrations

from alliance.web.same_clinic import SameClinic

MEMBER = "people_membership"


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_erasures_and_retention")]

    operations = [
        SameClinic("privacy_erasure", "clinician_id", MEMBER),
        SameClinic("privacy_erasure", "asked_by_id", MEMBER),
        SameClinic("privacy_erasure", "withdrawn_by_id", MEMBER),
    ]
