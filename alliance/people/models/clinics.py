"""Clinics: the tenants, their settings, and what belongs to one."""

from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.vault.data_keys import CLINIC_TEXTS
from alliance.vault.fields import WrappedKeyField
from alliance.web.ids import uuid7


class LogForm(models.TextChoices):
    CORE = "core", _("Core ten")
    FULL = "full", _("All twenty")


class Clinic(models.Model):
    """The tenant. A solo therapist is a clinic of one."""

    class LegalTexts(models.TextChoices):
        UK_EU = "uk_eu", _("United Kingdom and European Union")
        US = "us", _("United States")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(max_length=40, unique=True)
    time_zone = models.CharField(max_length=64, default="Europe/London")
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)
    # What new members' first log opens with.
    default_log_form = models.CharField(max_length=4, choices=LogForm, default=LogForm.CORE)
    # How long a trainee may hold a log back; then its structured parts are visible.
    holding_back_days = models.PositiveSmallIntegerField(default=7)
    session_rows_allowed = models.BooleanField(default=False)
    export_approval = models.BooleanField(default=False)
    export_life_hours = models.PositiveSmallIntegerField(default=24)
    idle_minutes = models.PositiveSmallIntegerField(default=30)
    # Of clinicians; supervisors and admins always need one.
    second_factor_required = models.BooleanField(default=False)
    # Retention. Reflections go by age only where somebody said so.
    record_years = models.PositiveSmallIntegerField(default=7)
    reflection_months = models.PositiveSmallIntegerField(null=True, blank=True)
    draft_days = models.PositiveSmallIntegerField(default=90)
    legal_texts = models.CharField(max_length=5, choices=LegalTexts, default=LegalTexts.UK_EU)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(holding_back_days__lte=60), name="clinic_holding_back_days"
            ),
            models.CheckConstraint(
                condition=models.Q(export_life_hours__gte=1, export_life_hours__lte=24),
                name="clinic_export_life_hours",
            ),
            models.CheckConstraint(
                condition=models.Q(idle_minutes__gte=5, idle_minutes__lte=60),
                name="clinic_idle_minutes",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class ClinicOwned(models.Model):
    """A row that belongs to a clinic. `(clinic, id)` is unique so that other rows can point at it
    together with the clinic: on PostgreSQL no row can belong to one and point into another.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint("clinic", "id", name="%(class)s_clinic_id")]


class ClinicKey(models.Model):
    """The wrapped data key of one clinic: for words and pseudonyms that belong to no client."""

    clinic = models.OneToOneField(Clinic, models.CASCADE, primary_key=True, related_name="key")
    wrapped = WrappedKeyField(purpose=CLINIC_TEXTS)

    def __str__(self) -> str:
        return str(self.pk)
