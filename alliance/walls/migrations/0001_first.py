from django.db import migrations

from alliance.walls.operations import Walled


class Migration(migrations.Migration):
    """Around every table of a clinic that there was when the wall was built."""

    dependencies = [
        ("audit", "0001_first"),
        ("people", "0009_slowed"),
        ("logbook", "0012_same_clinic_handed_over"),
        ("reviews", "0002_same_clinic"),
        ("reports", "0006_uploads"),
        ("privacy", "0006_same_clinic_in_absences"),
    ]

    operations = [
        Walled("privacy_will"),
        Walled("privacy_lead"),
        Walled("privacy_emergencyaccess"),
        Walled("reports_standingorder"),
        Walled("privacy_subjectpackage"),
        Walled("privacy_disclosure"),
        Walled("audit_entry", for_nobody=True),
        Walled("logbook_absence"),
        Walled("logbook_cardmark"),
        Walled("logbook_client"),
        Walled("logbook_clientkey"),
        Walled("logbook_draft"),
        Walled("logbook_handover"),
        Walled("logbook_legalhold"),
        Walled("logbook_logversion"),
        Walled("logbook_offlinekey"),
        Walled("logbook_reflection"),
        Walled("logbook_reflectionversion"),
        Walled("logbook_rupture"),
        Walled("logbook_rupturestep"),
        Walled("logbook_sessionlog"),
        Walled("logbook_sharedlog"),
        Walled("logbook_signal"),
        Walled("logbook_suggestion"),
        Walled("people_clinickey"),
        Walled("people_deputy"),
        Walled("people_invitation", seen_by=("token_hash", "alliance.token")),
        Walled("people_membership", seen_by=("user_id", "alliance.user")),
        Walled("people_supervision"),
        Walled("people_team"),
        Walled("people_teamplace"),
        Walled("privacy_erasure"),
        Walled("privacy_retentionrun"),
        Walled("reports_export"),
        Walled("reports_monthlyfigures"),
        Walled("reviews_agendaitem"),
        Walled("reviews_comment"),
        Walled("reviews_recommendation"),
        Walled("reviews_signoff"),
        Walled("reviews_supervisionsession"),
    ]
