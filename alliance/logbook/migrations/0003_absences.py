import alliance.web.ids
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from alliance.web.same_clinic import SameClinic


class Migration(migrations.Migration):
    dependencies = [
        ("logbook", "0002_same_clinic"),
        ("people", "0002_same_clinic"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=alliance.web.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cancelled", "Cancelled"),
                            ("no_show", "Did not come"),
                            ("holiday", "Holiday"),
                            ("pause", "Pause"),
                        ],
                        max_length=9,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("noted_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.membership",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to="logbook.client",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.clinic",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("clinic"), models.F("id"), name="absence_clinic_id"
                    ),
                    models.UniqueConstraint(
                        models.F("clinic"),
                        models.F("client"),
                        models.F("starts_on"),
                        name="absence_once_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="absence_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["holiday", "pause"]),
                            ("ends_on", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="absence_of_one_session_is_a_day",
                    ),
                ],
            },
        ),
        SameClinic("logbook_absence", "client_id", "logbook_client"),
        SameClinic("logbook_absence", "author_id", "people_membership"),
    ]
