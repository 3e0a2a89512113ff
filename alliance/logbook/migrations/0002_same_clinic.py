from django.db import migrations

from alliance.web.same_clinic import SameClinic

MEMBER, CLIENT, LOG = "people_membership", "logbook_client", "logbook_sessionlog"
LINKS = [
    ("client", "clinician_id", MEMBER),
    ("clientkey", "client_id", CLIENT),
    ("sessionlog", "client_id", CLIENT),
    ("sessionlog", "author_id", MEMBER),
    ("logversion", "log_id", LOG),
    ("logversion", "author_id", MEMBER),
    ("reflection", "log_id", LOG),
    ("reflection", "author_id", MEMBER),
    ("reflectionversion", "log_id", LOG),
    ("reflectionversion", "author_id", MEMBER),
    ("draft", "client_id", CLIENT),
    ("draft", "log_id", LOG),
    ("draft", "author_id", MEMBER),
    ("rupture", "client_id", CLIENT),
    ("rupture", "opened_in_id", LOG),
    ("rupture", "closed_in_id", LOG),
    ("rupture", "author_id", MEMBER),
    ("rupturestep", "rupture_id", "logbook_rupture"),
    ("rupturestep", "log_id", LOG),
    ("rupturestep", "author_id", MEMBER),
    ("signal", "client_id", CLIENT),
    ("signal", "log_id", LOG),
    ("signal", "author_id", MEMBER),
    ("suggestion", "client_id", CLIENT),
    ("suggestion", "log_id", LOG),
    ("suggestion", "outcome_in_id", LOG),
    ("suggestion", "author_id", MEMBER),
    ("cardmark", "client_id", CLIENT),
    ("cardmark", "author_id", MEMBER),
]


class Migration(migrations.Migration):
    dependencies = [("logbook", "0001_first"), ("people", "0002_same_clinic")]

    operations = [SameClinic(f"logbook_{table}", column, parent) for table, column, parent in LINKS]
