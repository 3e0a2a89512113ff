from django.db import migrations

from alliance.web.same_clinic import SameClinic

MEMBER, CLIENT = "people_membership", "logbook_client"


class Migration(migrations.Migration):
    dependencies = [("logbook", "0009_legal_holds")]

    operations = [
        SameClinic("logbook_legalhold", "client_id", CLIENT),
        SameClinic("logbook_legalhold", "author_id", MEMBER),
        SameClinic("logbook_legalhold", "released_by_id", MEMBER),
    ]
