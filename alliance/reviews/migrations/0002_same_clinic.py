from django.db import migrations

from alliance.web.same_clinic import SameClinic

MEMBER, LOG = "people_membership", "logbook_sessionlog"


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_first")]

    operations = [
        SameClinic("reviews_comment", "log_id", LOG),
        SameClinic("reviews_comment", "author_id", MEMBER),
        SameClinic("reviews_signoff", "log_id", LOG),
        SameClinic("reviews_signoff", "supervisor_id", MEMBER),
        SameClinic("reviews_recommendation", "log_id", LOG),
        SameClinic("reviews_recommendation", "supervisor_id", MEMBER),
        SameClinic("reviews_agendaitem", "supervisor_id", MEMBER),
        SameClinic("reviews_agendaitem", "trainee_id", MEMBER),
        SameClinic("reviews_agendaitem", "author_id", MEMBER),
        SameClinic("reviews_agendaitem", "log_id", LOG),
        SameClinic("reviews_supervisionsession", "supervisor_id", MEMBER),
        SameClinic("reviews_supervisionsession", "trainee_id", MEMBER),
        SameClinic("reviews_supervisionsession", "author_id", MEMBER),
    ]
