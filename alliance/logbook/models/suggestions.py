"""Suggestions: cards that were offered after one log, with the reason."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.logbook.models.clients import Client
from alliance.logbook.models.logs import SessionLog
from alliance.people.models import ClinicOwned, Membership


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def offered_to(self, member: Membership) -> Self:
        return self.filter(
            clinic=member.clinic_id,
            author=member,
            log__trashed_at__isnull=True,
            client__trashed_at__isnull=True,
        )

    def of_log(self, log: SessionLog) -> Self:
        return self.filter(clinic=log.clinic_id, log=log).order_by("rank")

    def tried(self) -> Self:
        """Those of which a later log said how they turned out."""
        return self.exclude(outcome__in=["", Suggestion.Outcome.NOT_TRIED])


class Suggestion(ClinicOwned):
    class Outcome(models.TextChoices):
        HELPED = "helped", _("Helped")
        NO_DIFFERENCE = "no_difference", _("No difference")
        HARDER = "harder", _("Made it harder")
        TOO_EARLY = "too_early", _("Too early to say")
        NOT_TRIED = "not_tried", _("It did not come up")

    client = models.ForeignKey(Client, models.CASCADE, related_name="suggestions")
    log = models.ForeignKey(SessionLog, models.CASCADE, related_name="suggestions")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    edition = models.PositiveSmallIntegerField()
    card = models.CharField(max_length=60)
    rank = models.PositiveSmallIntegerField()
    # Why it was offered, in codes; the words come from the edition.
    reason = models.JSONField(default=dict)
    offered_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True, blank=True)
    put_aside_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=13, choices=Outcome, blank=True)
    outcome_in = models.ForeignKey(
        SessionLog, models.SET_NULL, null=True, blank=True, related_name="outcomes_noted"
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["clinic", "client", "offered_at"], name="suggestion_recent")
        ]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "log", "card", name="suggestion_once_per_log"),
        ]

    def __str__(self) -> str:
        return f"{self.card} after {self.log_id}"


class CardMarkQuerySet(models.QuerySet["CardMark"]):
    def made_by(self, member: Membership) -> Self:
        return self.filter(clinic=member.clinic_id, author=member)

    def about(self, client: Client) -> Self:
        return self.filter(client=client)


class CardMark(ClinicOwned):
    """What a clinician decided about a card: for one client, or (a bookmark) for themselves."""

    class Kind(models.TextChoices):
        PINNED = "pinned", _("Pinned")
        NOT_FOR_CLIENT = "not_for_client", _("Not for this client")
        READ = "read", _("Read")
        BOOKMARK = "bookmark", _("Bookmarked")

    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, models.CASCADE, null=True, related_name="card_marks")
    card = models.CharField(max_length=60)
    kind = models.CharField(max_length=14, choices=Kind)
    made_at = models.DateTimeField(default=timezone.now)

    objects = CardMarkQuerySet.as_manager()

    class Meta:
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["clinic", "author", "client", "card", "kind"], name="card_mark_once"
            ),
            models.UniqueConstraint(
                fields=["clinic", "author", "card", "kind"],
                condition=models.Q(client__isnull=True),
                name="card_mark_once_for_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.card}"
