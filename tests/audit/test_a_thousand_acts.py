"""A thousand acts and readings, mixed by chance: the trail tells each of them, in their order."""

import random
import uuid
from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from django.utils import timezone

from alliance.audit.models import Entry
from alliance.reports.models import Export
from tests import make, routes
from tests.in_role import AppClient

pytestmark = pytest.mark.django_db(transaction=True)
SEED = 11
LOG, CLIENT = "logbook.sessionlog", "logbook.client"
# Who asks, and what they are in the clinic that they ask in.
ROLES = {
    "author": "clinician",
    "supervisor": "supervisor",
    "peer": "clinician",
    "admin": "admin",
    "ended": "supervisor",
    "stranger": "",
}


@dataclass(frozen=True)
class Act:
    """What `role` does, and what the trail has to say of it. `about` None: of something new."""

    role: str
    method: str
    path: str
    verb: str
    kind: str
    about: UUID | None
    fields: tuple[tuple[str, str], ...] = ()


@pytest.fixture
def clinic(settings, tmp_path):
    settings.EXPORT_FOLDER = tmp_path
    world = routes.build_world(today=timezone.localdate())
    spare = make.log(of=make.client(of=world.author), held_on=timezone.localdate())
    world.ids["made"] = make.made(Export.objects.get(pk=world.ids["export_id"])).pk
    return world, spare


def readings(world):
    ids = world.ids
    log, client, author = ids["log_id"], ids["client_id"], world.author.pk
    for path, verb, kind, about in (
        (f"/log/{log}/", "opened", LOG, log),
        (f"/log/{log}/change/", "opened", LOG, log),
        (f"/log/{log}/versions/", "opened", LOG, log),
        (f"/log/{log}/comments/", "opened with comments", LOG, log),
        (f"/clients/{client}/", "opened", CLIENT, client),
        (f"/clients/{client}/brief/", "opened", CLIENT, client),
        (f"/clients/{client}/report/", "printed", CLIENT, client),
        (f"/clients/{client}/absences/", "opened", CLIENT, client),
        (f"/ruptures/{ids['rupture_id']}/", "opened", "logbook.rupture", ids["rupture_id"]),
        (f"/signals/{ids['signal_id']}/", "opened", LOG, log),
        (f"/reports/{ids['made']}/download/", "downloaded", "reports.export", ids["made"]),
        ("/", "looked at", "home:show_home", author),
        ("/clients/", "looked at", "progress:list_clients", author),
        ("/clients/?q=K", "searched", "progress:list_clients", author),
        ("/growth/", "looked at", "progress:show_growth", author),
        ("/trash/", "looked at", "logbook:list_trash", author),
        ("/reports/", "looked at", "reports:list_reports", author),
        ("/readings/", "looked at", "logbook:list_readings", author),
    ):
        yield Act("author", "GET", path, verb, kind, about)
    for path, verb, kind, about in (
        ("/reviews/", "looked at", "reviews:list_reviews", None),
        ("/trainees/", "looked at", "progress:list_trainees", None),
        (f"/reviews/{log}/", "opened with comments", LOG, log),
        (f"/log/{log}/", "opened", LOG, log),
        (f"/clients/{client}/", "opened", CLIENT, client),
        (f"/clients/{client}/report/", "printed", CLIENT, client),
        (f"/trainees/{author}/", "opened", "people.membership", author),
        (f"/agenda/{author}/", "opened", "people.membership", author),
        (f"/agenda/{author}/pdf/", "printed agenda with", "people.membership", author),
    ):
        yield Act("supervisor", "GET", path, verb, kind, about)
    yield Act("admin", "GET", "/people/", "looked at", "people:list_people", None)
    yield Act("admin", "GET", "/audit/", "looked at", "people:list_trail", None)
    yield Act("admin", "GET", f"/people/{author}/", "looked at", "people:show_person", author)


def refusals(world):
    log, client = world.ids["log_id"], world.ids["client_id"]
    for role in ("peer", "admin", "ended", "stranger"):
        yield Act(role, "GET", f"/log/{log}/", "refused", "logbook:show_log", log)
        yield Act(role, "GET", f"/clients/{client}/", "refused", "progress:show_client", client)
        yield Act(role, "POST", f"/reviews/{log}/sign-off/", "refused", "reviews:sign_off", log)


def changes(world, spare):
    """Each can be done again and again, or comes back by the next."""
    log = world.ids["log_id"]
    its_client = spare.client_id
    said = (("text", "I froze."),)
    yield [
        Act(
            "supervisor",
            "POST",
            f"/reviews/{log}/comment/",
            "commented",
            "reviews.comment",
            None,
            said,
        )
    ]
    yield [
        Act("author", "POST", f"/log/{spare.pk}/trash/", "trashed", LOG, spare.pk),
        Act("author", "POST", f"/log/{spare.pk}/restore/", "restored", LOG, spare.pk),
    ]
    yield [
        Act(
            "author",
            "POST",
            f"/clients/{its_client}/close/",
            "closed",
            CLIENT,
            its_client,
            (("reason", "completed"),),
        ),
        Act("author", "POST", f"/clients/{its_client}/reopen/", "reopened", CLIENT, its_client),
    ]
    yield [
        Act("supervisor", "POST", f"/reviews/{log}/discuss/undo/", "took off the agenda", LOG, log),
        Act("supervisor", "POST", f"/reviews/{log}/discuss/", "put on the agenda", LOG, log),
    ]


def mixed(world, spare, *, count):
    dice = random.Random(SEED)
    single = [*readings(world), *refusals(world)]
    runs = list(changes(world, spare))
    acts = []
    while len(acts) < count:
        acts += dice.choice(runs) if dice.random() < 0.2 else [dice.choice(single)]
    return acts


@pytest.mark.requirement("AUD-01", "AUD-02")
def test_the_trail_tells_every_act_and_every_reading_in_their_order(clinic, how_many, tried):
    world, spare = clinic
    browsers = {role: AppClient() for role in ROLES}
    for role, browser in browsers.items():
        browser.force_login(world.people[role][0])
    prefix = f"/c/{world.author.clinic.slug}"
    before = Entry.objects.latest("pk").pk
    acts = mixed(world, spare, count=how_many(100, full=1_000))

    for act in acts:
        send = browsers[act.role].post if act.method == "POST" else browsers[act.role].get
        fields = {"submission": str(uuid.uuid4())} if act.method == "POST" else {}
        answer = send(prefix + act.path, fields | dict(act.fields))
        assert answer.status_code in {200, 302, 404}, act
        b"".join(answer)

    left = list(Entry.objects.filter(pk__gt=before).order_by("pk"))
    for act, entry in zip(acts, left, strict=False):
        said = Act(act.role, act.method, act.path, entry.verb, entry.object_type, act.about)
        assert replace(said, fields=act.fields) == act, act
        assert entry.user_id == world.people[act.role][0].pk
        assert act.about in {None, entry.object_id}
        assert entry.role == ROLES[act.role]
    assert len(left) == len(acts)
    assert {(e.clinic_id, e.address, e.os_user) for e in left} == {
        (world.author.clinic_id, "127.0.0.1", "")
    }
    assert len({entry.request_id for entry in left}) == len(acts)
    assert [entry.at for entry in left] == sorted(entry.at for entry in left)
    tried(len(acts))
