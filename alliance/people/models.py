"""Who there is: users, clinics, memberships with their roles, supervision."""

from datetime import date
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.web.ids import uuid7


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, *, email: str, name: str, password: str | None = None) -> "User":
        user = self.model(email=self.normalize_email(email), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Someone who can sign in. What they may see comes from their memberships."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if words[1:] else words)).upper()


class Clinic(models.Model):
    """The tenant. A solo therapist is a clinic of one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(max_length=40, unique=True)
    time_zone = models.CharField(max_length=64, default="Europe/London")
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

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


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> Self:
        return self.filter(deactivated_at__isnull=True, user__is_active=True)

    def of_user(self, user: Any) -> Self:
        return self.filter(user=user)

    def with_other_places(self) -> Self:
        """Each with `has_other_places`: whether the person may enter other clinics too."""
        others = Membership.objects.active().filter(user=models.OuterRef("user"))
        return self.annotate(
            has_other_places=models.Exists(others.exclude(pk=models.OuterRef("pk")))
        )

    def visible_to(self, member: "Membership") -> Self:
        """An admin sees the whole clinic; anyone else themselves and their supervisions."""
        in_clinic = self.filter(clinic=member.clinic_id)
        if member.is_admin:
            return in_clinic
        return in_clinic.filter(
            models.Q(pk=member.pk)
            | models.Q(supervisions_given__trainee=member)
            | models.Q(supervisions_received__supervisor=member)
        ).distinct()


class Membership(ClinicOwned):
    """A person's place in a clinic, with one or more roles."""

    class LogForm(models.TextChoices):
        CORE = "core", _("Core ten")
        FULL = "full", _("All twenty")

    class Sensitivity(models.TextChoices):
        CALM = "calm", _("Calm")
        USUAL = "usual", _("Usual")
        KEEN = "keen", _("Keen")

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    is_clinician = models.BooleanField(_("clinician"), default=False)
    is_supervisor = models.BooleanField(_("supervisor"), default=False)
    is_admin = models.BooleanField(_("admin"), default=False)
    log_form = models.CharField(max_length=4, choices=LogForm, default=LogForm.CORE)
    sensitivity = models.CharField(max_length=5, choices=Sensitivity, default=Sensitivity.USUAL)
    joined_at = models.DateTimeField(default=timezone.now)
    deactivated_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "user", name="membership_once_per_clinic"),
            models.CheckConstraint(
                condition=models.Q(is_clinician=True)
                | models.Q(is_supervisor=True)
                | models.Q(is_admin=True),
                name="membership_has_a_role",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SupervisionQuerySet(models.QuerySet["Supervision"]):
    def running_on(self, day: date) -> Self:
        """Supervisions that hold on `day`: from the start day, up to and without the end day."""
        return self.filter(
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=day), starts_on__lte=day
        )

    def given_by(self, member: Membership) -> Self:
        """Those of a supervisor; none of somebody who no longer is one."""
        if not member.is_supervisor:
            return self.none()
        return self.filter(clinic=member.clinic_id, supervisor=member)


class Supervision(ClinicOwned):
    """Supervisor, trainee, from, until. It runs from midnight to midnight in the clinic's zone."""

    supervisor = models.ForeignKey(Membership, models.PROTECT, related_name="supervisions_given")
    trainee = models.ForeignKey(Membership, models.PROTECT, related_name="supervisions_received")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["clinic", "supervisor"], name="supervision_by_supervisor"),
            models.Index(fields=["clinic", "trainee"], name="supervision_by_trainee"),
        ]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(supervisor=models.F("trainee")),
                name="supervision_of_someone_else",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="supervision_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
