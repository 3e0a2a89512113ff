"""Every address of the app, and a clinic in which each of them leads somewhere."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from alliance.logbook.models import Absence, Signal, Suggestion
from alliance.logbook.services import clients, logs
from alliance.logbook.services.absences import note_absence
from alliance.logbook.services.drafts import save_draft
from alliance.logbook.services.handovers import hand_over
from alliance.logbook.services.holds import place_hold
from alliance.people import services as people
from alliance.people.models import Membership, User
from alliance.people.services import teams
from alliance.people.services.invitations import invite
from alliance.people.services.supervisions import name_deputy
from alliance.privacy.models import Lead
from alliance.privacy.services.erasures import ask_erasure
from alliance.privacy.services.executors import ask_as_executor, name_executor
from alliance.privacy.services.glass import name_lead
from alliance.privacy.services.packages import ask_package
from alliance.reports.models import Export
from alliance.reviews.services.comments import add_comment
from alliance.reviews.services.sign_offs import discuss, recommend
from tests import make

CARD = "welcome-first-minutes"
# As long as a code may be, and nowhere to break it.
LONG_CODE = "QXWZVKJHRTPLMNBGQX77"


def names(patterns: object = None, *, namespace: str = "") -> Iterator[str]:
    """The name of every route, with its namespace."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:  # type: ignore[attr-defined]
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern.url_patterns, namespace=inner)


def path_of(name: str, values: Mapping[str, object]) -> str:
    """The address of a route as seen from inside a clinic, with what it needs of `values`.

    `values` may hold some for one route under its name.
    """
    values = {**values, **values.get(name, {})}  # type: ignore[dict-item]
    try:
        return reverse(name)
    except NoReverseMatch:
        for key, value in values.items():
            try:
                return reverse(name, kwargs={key: value})
            except NoReverseMatch:
                continue
        return reverse(name, kwargs={"uidb36": values["uidb36"], "key": values["key"]})


def unknown_ids() -> dict[str, object]:
    """Ids in the right shape that nothing has."""
    kinds = (
        *("log", "client", "suggestion", "rupture", "signal", "absence"),
        *(
            "member",
            "invitation",
            "supervision",
            "team",
            "deputy",
            "recommendation",
            "item",
            "handover",
        ),
        "export",
        *("hold", "erasure", "package", "will", "access", "lead"),
    )
    ids: dict[str, object] = {f"{kind}_id": uuid.uuid4() for kind in kinds}
    return ids | {
        "submission": uuid.uuid4(),
        "card": "no-such-card",
        "kind_name": "no_such_kind",
        "key": "x",
        "uidb36": "1",
        "pk": 1,
        "sign_in_id": uuid.uuid4(),
        "token": "x",
    }


@dataclass(frozen=True)
class World:
    """One author's records, `ids` of each kind, and everyone who might ask for them.

    `people`: the user of each role and the slug of the clinic they ask in.
    """

    author: Membership
    ids: dict[str, object]
    people: dict[str, tuple[User | None, str]]


def build_world(*, today: date) -> World:
    """An author with something in every table, and one person of each role."""
    author = make.member()
    clinic = author.clinic
    supervisor = make.member(of=clinic, roles="supervisor")
    ended = make.member(of=clinic, roles="supervisor")
    admin = make.member(of=clinic, roles="admin")
    peer, left = make.member(of=clinic), make.member(of=clinic)
    agreed, over = make.supervision(supervisor, author), make.supervision(ended, author)
    people.end_supervision(over, on=today, by=author)
    away, back = today + timedelta(days=30), today + timedelta(days=37)
    named = name_deputy(supervisor, deputy=ended, starts_on=away, ends_on=back, by=supervisor)
    team = teams.add_team("Young people", by=admin)
    invited = invite("new@clinic.example", roles=people.Roles(is_clinician=True), by=admin)
    stranger = make.member(roles="clinician supervisor admin")
    closed = make.member(of=clinic)
    Membership.objects.filter(pk=left.pk).update(deactivated_at="2026-01-01T00:00Z")
    User.objects.filter(pk=closed.user_id).update(is_active=False)
    asking = {
        "author": author,
        "supervisor": supervisor,
        "ended": ended,
        "admin": admin,
        "peer": peer,
        "stranger": stranger,
        "left": left,
        "closed": closed,
    }
    users = {role: (member.user, member.clinic.slug) for role, member in asking.items()}
    handed = make.client(of=author)
    receiver = make.member(of=clinic)
    handover = hand_over(handed, receiver=receiver, on=today, shares_history=True, by=author)
    will = name_executor(peer, wait_days=7, with_reflections=True, by=author)
    lead = name_lead(supervisor, by=admin)
    waiting = ask_as_executor(will, by=peer)
    Lead.objects.filter(pk=lead.pk).update(member=closed)
    return World(
        author=author,
        ids=_records_of(author, today=today)
        | _exports_of(author)
        | {
            "will_id": will.pk,
            "access_id": waiting.pk,
            "lead_id": lead.pk,
            "member_id": author.pk,
            "handover_id": handover.pk,
            "progress:show_before": {"client_id": handover.successor_id},
            "supervision_id": agreed.pk,
            "deputy_id": named.pk,
            "team_id": team.pk,
            "invitation_id": invited.pk,
            "token": "sent-to-nobody",
        },
        people=users | {"anonymous": (None, clinic.slug)},
    )


def _exports_of(author: Membership) -> dict[str, object]:
    """One that waits in the queue, and one that waits for a second person."""
    queued, held = make.export(of=author), make.export(of=author)
    Export.objects.filter(pk=held.pk).update(state=Export.State.HELD)
    return {
        "kind_name": "my_data",
        "export_id": queued.pk,
        "reports:order_monthly": {"kind_name": "clinic_summary"},
        "reports:stop_monthly": {"kind_name": "clinic_summary"},
        "reports:approve": {"export_id": held.pk},
        "reports:decline": {"export_id": held.pk},
    }


def _records_of(author: Membership, *, today: date) -> dict[str, object]:
    about = make.client(of=author, code=LONG_CODE)
    make.series(about, count=6, last=today - timedelta(weeks=1))
    log = make.log(
        of=about,
        held_on=today,
        ratings=make.ratings(1),
        rupture=make.rupture(what_happened="A canary sang."),
        reflection="A canary thought.",
        shared_note="A canary asked.",
        intention="A canary hopes.",
    )
    absence = note_absence(
        about, kind=Absence.Kind.CANCELLED, starts_on=today - timedelta(days=1), by=author
    )
    submission = uuid.uuid4()
    fields = {"client": [str(about.pk)], "reflection": ["A canary drafts."]}
    save_draft(
        submission, client=about, fields=fields, answered=0, held_on=today, log=None, by=author
    )
    supervisor = author.supervisions_received.get(ends_on=None).supervisor
    recommended = recommend(log, card=CARD, by=supervisor)
    add_comment(log, text="A canary answered.", submission=uuid.uuid4(), by=author)
    asked_about = make.client(of=author)
    erasure = ask_erasure(asked_about, ground="asked", duty_is_over=True, by=author)
    hold = place_hold(make.client(of=author), basis="A canary wrote.", by=author)
    gone = make.log(of=about, held_on=today - timedelta(days=3))
    gone_client = make.client(of=author)
    logs.trash_log(gone, by=author)
    clients.trash_client(gone_client, by=author)
    return {
        "logbook:restore_log": {"log_id": gone.pk},
        "logbook:restore_client": {"client_id": gone_client.pk},
        "hold_id": hold.pk,
        "erasure_id": erasure.pk,
        "package_id": ask_package(about, purpose="access", recipient="By hand", by=author).pk,
        "log_id": log.pk,
        "client_id": about.pk,
        "suggestion_id": Suggestion.objects.of_log(log)[0].pk,
        "rupture_id": log.ruptures_opened.get().pk,
        "signal_id": Signal.objects.get(log=log, kind="drop").pk,
        "absence_id": absence.pk,
        "recommendation_id": recommended.pk,
        "item_id": discuss(log, by=supervisor).pk,
        "submission": submission,
        "card": CARD,
        "key": "x",
        "uidb36": "1",
        "pk": 1,
        "sign_in_id": uuid.uuid4(),
    }
