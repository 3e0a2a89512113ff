"""A clinic in which an author's log stands in each of its states, and one person of each role."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import timezone

from alliance.logbook.models import Absence, SessionLog, Signal, Suggestion
from alliance.logbook.services import clients, logs
from alliance.logbook.services.absences import note_absence
from alliance.logbook.services.drafts import save_draft
from alliance.logbook.services.sharing import show_to, stop_showing
from alliance.logbook.services.signals import answer_signal
from alliance.people.models import Membership, User
from alliance.people.services.supervisions import name_deputy, propose_supervision
from alliance.privacy.models import EmergencyAccess
from alliance.privacy.services.glass import break_glass, name_lead, switch
from alliance.reviews.services.agenda import log_supervision, put_on_agenda, tick_off
from alliance.reviews.services.comments import add_comment
from alliance.reviews.services.sign_offs import discuss, recommend, sign_off
from tests import make, routes
from tests.security.canaries import Canaries

STATES = (
    "saved",
    "held back",
    "signed off",
    "trashed",
    "client trashed",
    "earlier",
    "earlier shown",
)
SUPERVISED_FOR = timedelta(days=365)


@dataclass(frozen=True)
class Asker:
    """Somebody of a role. `slug`: the clinic in whose address they ask."""

    role: str
    user: User | None
    slug: str
    roles_held: frozenset[str]
    # What they would be shown under another id than everyone else: route → id.
    ids: dict[str, object]


@dataclass(frozen=True)
class Law:
    """`states`: the ids of an author's records in each state. `canaries`: words planted in them."""

    author: Membership
    supervisor: Membership
    askers: tuple[Asker, ...]
    states: dict[str, dict[str, object]]
    canaries: Canaries


def build_law(*, today: date) -> Law:
    world = routes.build_world(today=today)
    author = world.author
    clinic = author.clinic
    supervisor = Membership.objects.get(user=world.people["supervisor"][0])
    deputy = make.member(of=clinic, roles="supervisor")
    until = today + timedelta(days=7)
    name_deputy(supervisor, deputy=deputy, starts_on=today, ends_on=until, by=supervisor)
    canaries = Canaries()
    pair = _records_of_the_pair(supervisor, author, canaries)
    states = {
        state: world.ids | pair | _records_in(state, author, supervisor, canaries, today=today)
        for state in STATES
    }
    asked = propose_supervision(author, supervisor=supervisor, starts_on=today, by=supervisor)
    states["asked"] = states["saved"] | {"supervision_id": asked.pk}
    return Law(
        author=author,
        supervisor=supervisor,
        askers=_askers(world, deputy=deputy, supervisor=supervisor),
        states=states,
        canaries=canaries,
    )


def _askers(
    world: routes.World, *, deputy: Membership, supervisor: Membership
) -> tuple[Asker, ...]:
    here = world.author.clinic.slug
    opened = {"BG": let_in_a_lead(world.author), "EX": let_in_an_executor(world.author)}
    stranger, elsewhere = world.people["stranger"]
    cast = [
        ("AU", *world.people["author"]),
        ("SV", *world.people["supervisor"]),
        ("DP", deputy.user, here),
        ("SX", *world.people["ended"]),
        ("CA", *world.people["admin"]),
        *((role, access.reader.user, here) for role, access in opened.items()),
        ("PE", *world.people["peer"]),
        ("OC", stranger, elsewhere),
        ("OC", stranger, here),
        ("DE", *world.people["left"]),
        ("DE", *world.people["closed"]),
        ("OP", make.user(), here),
        ("AN", None, here),
    ]
    askers = [_asker(role, user, slug) for role, user, slug in cast]
    askers = [
        replace(asker, ids={"privacy:show_access": {"access_id": opened[asker.role].pk}})
        if asker.role in opened
        else asker
        for asker in askers
    ]
    other_side = {"member_id": supervisor.pk}
    names = ("show_agenda", "print_agenda", "log_supervision")
    own = {f"reviews:{name}": other_side for name in names}
    return (replace(askers[0], ids=own), *askers[1:])


def let_in_a_lead(author: Membership) -> EmergencyAccess:
    """Somebody whom two leads' word lets read the author's logs for a day."""
    admin = make.member(of=author.clinic, roles="admin")
    lead, second = (make.member(of=author.clinic, roles="supervisor") for _lead in range(2))
    for member in (lead, second):
        switch(name_lead(member, by=admin), is_on=True, by=member)
    return break_glass(author, reason="They are in hospital and a client is at risk.", by=lead)


def let_in_an_executor(author: Membership) -> EmergencyAccess:
    """One whose wait is over, and who reads reflections too.

    Written down as it stands: an author names one at a time, and in this clinic the peer waits.
    """
    now = timezone.now()
    return EmergencyAccess.objects.create(
        clinic=author.clinic,
        kind=EmergencyAccess.Kind.EXECUTOR,
        author=author,
        reader=make.member(of=author.clinic),
        with_reflections=True,
        asked_at=now - timedelta(days=7),
        opens_at=now,
    )


def _asker(role: str, user: User | None, slug: str) -> Asker:
    if user:
        user.refresh_from_db()
    held = Membership.objects.active().filter(user=user, clinic__slug=slug) if user else []
    names = {name for m in held for name in ("clinician", "supervisor", "admin") if _has(m, name)}
    return Asker(role=role, user=user, slug=slug, roles_held=frozenset(names), ids={})


def _has(member: Membership, role: str) -> bool:
    return bool(getattr(member, f"is_{role}"))


def _records_of_the_pair(
    supervisor: Membership, author: Membership, canaries: Canaries
) -> dict[str, object]:
    item = None
    for by, who in ((supervisor, "supervisor"), (author, "author")):
        item = put_on_agenda(
            supervisor,
            author,
            text=canaries.word("agenda item", where=f"put by {who}"),
            submission=uuid.uuid4(),
            by=by,
        )
        tick_off(item, agreed=canaries.word("agenda item", where=f"agreed, {who}"), by=by)
        log_supervision(
            supervisor,
            author,
            held_on=make.TODAY,
            minutes=60,
            ratings={},
            text=canaries.word("supervision session", where=f"note by {who}"),
            submission=uuid.uuid4(),
            by=by,
        )
    return {"item_id": item.pk}


def _records_in(
    state: str, author: Membership, supervisor: Membership, canaries: Canaries, *, today: date
) -> dict[str, object]:
    held_on = today - SUPERVISED_FOR - timedelta(days=30) if "earlier" in state else today
    thing = "client in the trash" if state == "client trashed" else "client"
    code = canaries.word(thing, where=state).upper()
    about = make.client(of=author, code=code, started_on=held_on - timedelta(days=365))
    make.series(about, count=6, last=held_on - timedelta(weeks=1))
    log = _log_with_words(about, state, canaries, held_on=held_on)
    signal = Signal.objects.get(log=log, kind="drop")
    remark = canaries.word("remark on a signal", where=state)
    answer_signal(signal, answer=Signal.Answer.MAKES_SENSE, remark=remark, by=author)
    absence = note_absence(
        about, kind=Absence.Kind.CANCELLED, starts_on=held_on - timedelta(days=1), by=author
    )
    submission = uuid.uuid4()
    fields = {"client": [str(about.pk)], "reflection": [canaries.word("draft", where=state)]}
    save_draft(
        submission, client=about, fields=fields, answered=0, held_on=today, log=None, by=author
    )
    said = canaries.word("comment", where=state)
    add_comment(log, text=said, submission=uuid.uuid4(), by=author)
    if "earlier" in state:
        show_to(log, supervisor=supervisor, by=author)
    recommended = recommend(log, card=routes.CARD, by=supervisor)
    ids = {
        "log_id": log.pk,
        "client_id": about.pk,
        "suggestion_id": Suggestion.objects.of_log(log)[0].pk,
        "rupture_id": log.ruptures_opened.get().pk,
        "signal_id": signal.pk,
        "absence_id": absence.pk,
        "recommendation_id": recommended.pk,
        "submission": submission,
        "logbook:restore_log": {"log_id": log.pk},
        "logbook:restore_client": {"client_id": about.pk},
    }
    _bring_to(state, log, author=author, supervisor=supervisor)
    return ids


def _log_with_words(about: object, state: str, canaries: Canaries, *, held_on: date) -> SessionLog:
    def word(thing: str) -> str:
        return canaries.word(thing, where=state)

    return make.log(
        of=about,
        held_on=held_on,
        ratings=make.ratings(1),
        rupture=make.rupture(
            what_happened=word("rupture notes"),
            client_response=word("rupture notes"),
            next_step=word("rupture notes"),
        ),
        reflection=word("reflection"),
        shared_note=word("shared note"),
        intention=word("intention"),
        for_supervision=True,
        supervision_question=word("shared note"),
    )


def _bring_to(state: str, log: SessionLog, *, author: Membership, supervisor: Membership) -> None:
    if state == "signed off":
        discuss(log, by=supervisor)
        sign_off(log, version=log.version, by=supervisor)
    elif state == "trashed":
        logs.trash_log(log, by=author)
    elif state == "client trashed":
        clients.trash_client(log.client, by=author)
    elif state == "earlier":
        stop_showing(log, supervisor=supervisor, by=author)
    elif state == "held back":
        # As its author does on the form, after the supervisor saw it.
        later = log.held_on + timedelta(days=7)
        SessionLog.objects.filter(pk=log.pk).update(held_back_until=later)
