from django.db import migrations

from alliance.web.same_clinic import SameClinic

MEMBER = "people_membership"


class Migration(migrations.Migration):
    dependencies = [("privacy", "0005_absences")]

    operations = [
        SameClinic("privacy_will", "author_id", MEMBER),
        SameClinic("privacy_will", "executor_id", MEMBER),
        SameClinic("privacy_lead", "member_id", MEMBER),
        SameClinic("privacy_lead", "named_by_id", MEMBER),
        SameClinic("privacy_emergencyaccess", "author_id", MEMBER),
        SameClinic("privacy_emergencyaccess", "reader_id", MEMBER),
        SameClinic("privacy_emergencyaccess", "ended_by_id", MEMBER),
        SameClinic("privacy_emergencyaccess", "reviewed_by_id", MEMBER),
    ]
