from django.db import migrations

from alliance.web.same_clinic import SameClinic


class Migration(migrations.Migration):
    dependencies = [("logbook", "0005_sharing"), ("people", "0004_agreed_supervisions")]

    operations = [
        SameClinic("logbook_sharedlog", "log_id", "logbook_sessionlog"),
        SameClinic("logbook_sharedlog", "supervisor_id", "people_membership"),
        SameClinic("logbook_handover", "client_id", "logbook_client"),
        SameClinic("logbook_handover", "giver_id", "people_membership"),
        SameClinic("logbook_handover", "receiver_id", "people_membership"),
        SameClinic("logbook_handover", "arranged_by_id", "people_membership"),
    ]
