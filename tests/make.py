"""Builders for tests. Each goes through the services, so tests only see states that can happen."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from alliance.catalogue.load import CURRENT_EDITION, checklist
from alliance.logbook.entries import LogEntry, StrainEntry
from alliance.logbook.models import Client, Rupture, SessionLog, Suggestion
from alliance.logbook.services import clients, logs
from alliance.logbook.services.suggestions import take_card
from alliance.people import services as people
from alliance.people.models import Clinic, Membership, Supervision, User
from alliance.reports.kinds.registry import kind_named
from alliance.reports.models import Export
from alliance.reports.services.asking import ask
from alliance.reports.services.running import run_next

_next = count(1)
TODAY = date(2026, 11, 19)
LAST_WEEK = TODAY - timedelta(weeks=1)
MONTH_AGO = TODAY - timedelta(weeks=4)
PASSWORD = "quite-a-long-passphrase"


def user(**fields: Any) -> User:
    number = next(_next)
    values = {"email": f"person{number}@clinic.example", "name": f"Person {number}"} | fields
    return User.objects.create_user(**{"password": None} | values)


def clinic(**fields: Any) -> Clinic:
    number = next(_next)
    return Clinic.objects.create(
        **{"name": f"Clinic {number}", "slug": f"clinic-{number}"} | fields
    )


def member(*, of: Clinic | None = None, roles: str = "clinician", **fields: Any) -> Membership:
    """A member with the roles named: "clinician", "supervisor", "admin", or several."""
    chosen = {f"is_{role}": True for role in roles.split()}
    who = fields.get("user") or user()
    if roles != "clinician" and not Authenticator.objects.filter(user=who).exists():
        factor(who)
    return people.add_member(of or clinic(), user=who, by=None, **chosen)


def practice(**fields: Any) -> Membership:
    """A solo practice, whose owner has set up what signing in asks of them."""
    owner = people.open_practice(user(), **{"name": "Solo"} | fields)
    factor(owner.user)
    return owner


def factor(who: User) -> str:
    """An authenticator app of this person; the secret that both hold."""
    secret = generate_totp_secret()
    TOTP.activate(who, secret)
    return secret


def supervision(
    supervisor: Membership, trainee: Membership, *, starts_on: date = TODAY - timedelta(days=365)
) -> Supervision:
    return people.start_supervision(trainee, supervisor=supervisor, starts_on=starts_on, by=trainee)


def client(*, of: Membership | None = None, **fields: Any) -> Client:
    clinician = of or member()
    # Never four digits: from the 1,900th on they would be taken for a year of birth.
    thousands, number = divmod(next(_next), 1000)
    code = f"{'KLMNPQRSTVWX'[thousands]}-{number}"
    values = {"code": code, "started_on": TODAY - timedelta(days=730)} | fields
    return clients.add_client(clinician, by=clinician, **values)


def ratings(value: int = 4, **changed: int | str) -> dict[str, int | str]:
    """The core ten, all `value`; others by item id with _ for -."""
    rated: dict[str, int | str] = dict.fromkeys(checklist(CURRENT_EDITION).core_ids, value)
    return rated | {item_id.replace("_", "-"): rating for item_id, rating in changed.items()}


def entry(**fields: Any) -> LogEntry:
    values = {
        "held_on": TODAY,
        "minutes": 50,
        "setting": "in_person",
        "form": "core",
        "ratings": ratings(),
    }
    return LogEntry(**values | fields)


def rupture(**fields: Any) -> StrainEntry:
    return StrainEntry(**{"kind": "withdrawal", "status": "open"} | fields)


def log(
    *, of: Client | None = None, submission: uuid.UUID | None = None, **fields: Any
) -> SessionLog:
    about = of or client()
    return logs.save_log(
        about, entry=entry(**fields), submission=submission or uuid.uuid4(), by=about.clinician
    )


def series(about: Client, *, count: int, value: int = 4, last: date = TODAY) -> list[SessionLog]:
    """`count` weekly sessions, the last one on `last`."""
    return [
        log(of=about, held_on=last - timedelta(weeks=count - 1 - week), ratings=ratings(value))
        for week in range(count)
    ]


# --- ruptures ---------------------------------------------------------------------------------


def repair_steps() -> dict[str, str]:
    """What may go before a repair: the words for each step, in the order of the form."""
    choices = checklist(CURRENT_EDITION).rupture_entry.field("repair_steps").choices
    return {step: words for step, words in choices if step != "none_yet"}


def opened_rupture(about: Client, on: date = MONTH_AGO, **said: Any) -> Rupture:
    opening = log(of=about, held_on=on, rupture=rupture(**said))
    return Rupture.objects.get(opened_in=opening)


def taken_up(strain: Rupture, *, on: date = TODAY, **said: Any) -> SessionLog:
    """The log in which this rupture is told on."""
    return log(of=strain.client, held_on=on, threads={strain.pk: rupture(kind="", **said)})


def repaired_rupture(
    about: Client, *, on: date = TODAY, tried: Sequence[str] = (), began: date = MONTH_AGO
) -> Rupture:
    strain = opened_rupture(about, began)
    taken_up(strain, on=on, status="repaired", repair_steps=tried)
    return Rupture.objects.get(pk=strain.pk)


# --- clients who need a look ------------------------------------------------------------------


def falling(about: Client, *, last: date = TODAY) -> Client:
    """Nine usual sessions, then one clearly below."""
    series(about, count=9, last=last - timedelta(weeks=1))
    log(of=about, held_on=last, ratings=ratings(2))
    return about


def strained(about: Client, *, on: date, status: str = "open") -> Client:
    """Five usual sessions, then a rupture."""
    series(about, count=5, last=on - timedelta(weeks=1))
    log(of=about, held_on=on, rupture=rupture(status=status))
    return about


# --- cards ------------------------------------------------------------------------------------


def offered(after: SessionLog) -> list[str]:
    """The cards that came with this log, in their order."""
    return list(Suggestion.objects.of_log(after).values_list("card", flat=True))


def offer_of(after: SessionLog, card: str = "") -> Suggestion:
    """The offer of this card with this log, or the first offer."""
    offers = Suggestion.objects.of_log(after).select_related("client__key")
    return offers.get(card=card) if card else offers[0]


def tried_card(about: Client, *, outcome: str, card: str = "listen-story") -> None:
    """A card offered with `about`, taken, and told of in the next log."""
    before = log(of=about, held_on=LAST_WEEK, ratings=ratings(5, listen_understood=2))
    suggestion = offer_of(before, card)
    take_card(suggestion, by=about.clinician)
    log(of=about, ratings=ratings(5), outcomes={suggestion.pk: outcome})


# --- reports ----------------------------------------------------------------------------------


def export(*, of: Membership | None = None, kind: str = "my_data", **parameters: Any) -> Export:
    """Asked for, and waiting for the worker."""
    return ask(kind_named(kind), parameters=parameters, submission=uuid.uuid4(), by=of or member())


def made(export: Export) -> Export:
    """The export after the worker had it. Needs a test that commits: its heart has a connection
    of its own."""
    run_next(is_stopping=lambda: False)
    return Export.objects.select_related("author__clinic", "author__user").get(pk=export.pk)
