from django.db import migrations

from alliance.web.same_clinic import SameClinic

MEMBER, CLIENT = "people_membership", "logbook_client"


class Migration(migrations.Migration):
    dependencies = [("privacy", "0003_packages")]

    operations = [
        SameClinic("privacy_subjectpackage", "client_id", CLIENT),
        SameClinic("privacy_subjectpackage", "author_id", MEMBER),
        SameClinic("privacy_subjectpackage", "released_by_id", MEMBER),
        SameClinic("privacy_disclosure", "package_id", "privacy_subjectpackage"),
        SameClinic("privacy_disclosure", "clinician_id", MEMBER),
        SameClinic("privacy_disclosure", "author_id", MEMBER),
    ]
