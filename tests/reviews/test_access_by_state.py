"""Who gets which page of supervision before, while and after it lasts, over HTTP."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from alliance.logbook.services.sharing import show_to
from alliance.people import services as people
from alliance.people.models import Supervision
from alliance.people.services.supervisions import (
    decline,
    name_deputy,
    propose_supervision,
    withdraw_deputy,
)
from alliance.reviews.models import Recommendation
from alliance.reviews.services.agenda import put_on_agenda
from alliance.reviews.services.comments import add_comment
from alliance.reviews.services.sign_offs import discuss, recommend
from tests import make
from tests.reviews.states import GROUPS, LISTS, LOG_WRITES, STATES

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
CARD = "listen-story"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def world(today):
    """A trainee's log with all that may hang on it, written while `first` supervised them."""
    trainee = make.member()
    clinic = trainee.clinic
    first = make.member(of=clinic, roles="supervisor")
    supervision = people.start_supervision(
        trainee, supervisor=first, starts_on=today - 60 * DAY, by=trainee
    )
    about = make.client(of=trainee)
    make.series(about, count=9, last=today - 7 * DAY)
    log = make.log(of=about, held_on=today, ratings=make.ratings(2), rupture=make.rupture())
    trashed = make.log(of=make.client(of=trainee), held_on=today)
    recommended = recommend(log, card=CARD, by=first)
    add_comment(log, text="I froze.", submission=uuid.uuid4(), by=trainee)
    item = put_on_agenda(first, trainee, text="Dates", submission=uuid.uuid4(), by=trainee)
    discuss(log, by=first)
    type(log).objects.filter(pk=trashed.pk).update(trashed_at=timezone.now())
    return SimpleNamespace(
        trainee=trainee,
        first=first,
        supervision=supervision,
        about=about,
        log=log,
        today=today,
        second=make.member(of=clinic, roles="supervisor"),
        ids={
            "log": log.pk,
            "trashed": trashed.pk,
            "client": about.pk,
            "trainee": trainee.pk,
            "rupture": log.ruptures_opened.get().pk,
            "signal": log.signals.get(kind="drop").pk,
            "item": item.pk,
            "recommendation": recommended.pk,
        },
    )


def begin(world, supervisor, *, on, until=None) -> Supervision:
    return people.start_supervision(
        world.trainee, supervisor=supervisor, starts_on=on, ends_on=until, by=world.trainee
    )


def stand_in(world, *, first_day, last_day):
    return name_deputy(
        world.first, deputy=world.second, starts_on=first_day, ends_on=last_day, by=world.first
    )


def arrange(state, world):
    """Bring the state about, and say who asks."""
    today, first, second = world.today, world.first, world.second
    supervision = Supervision.objects.filter(pk=world.supervision.pk)
    held = type(world.log).objects.filter(pk=world.log.pk)
    match state:
        case "asked for, not agreed" | "declined":
            asked = propose_supervision(
                world.trainee, supervisor=second, starts_on=today, by=second
            )
            if state == "declined":
                decline(asked, by=world.trainee)
            return second
        case "begins tomorrow":
            begin(world, second, on=today + DAY)
            return second
        case "began after the session" | "began after the session, which is shown":
            held.update(held_on=today - DAY)
            begin(world, second, on=today)
            if state.endswith("shown"):
                people_shows(world, second)
            return second
        case "running" | "last day" | "in a group":
            if state == "last day":
                supervision.update(ends_on=today + DAY)
            if state == "in a group":
                supervision.update(group="Tuesdays")
            return first
        case "ended today":
            people.end_supervision(world.supervision, on=today, by=first)
            return first
        case "ended, and begun again tomorrow":
            people.end_supervision(world.supervision, on=today, by=first)
            begin(world, first, on=today + DAY)
            return first
        case "handed over, both overlap: the former" | "handed over, both overlap: the new":
            begin(world, second, on=today - 30 * DAY)
            supervision.update(ends_on=today + 14 * DAY)
            return first if state.endswith("former") else second
        case "handed over, over for the former":
            begin(world, second, on=today - 30 * DAY)
            supervision.update(ends_on=today)
            return first
        case "deputy from today":
            stand_in(world, first_day=today, last_day=today + DAY)
        case "deputy from tomorrow":
            stand_in(world, first_day=today + DAY, last_day=today + 2 * DAY)
        case "deputy until yesterday":
            stand_in(world, first_day=today - 2 * DAY, last_day=today)
        case "deputy withdrawn":
            withdraw_deputy(stand_in(world, first_day=today, last_day=today + DAY), by=first)
        case "deputy of one whose supervision ended":
            stand_in(world, first_day=today, last_day=today + DAY)
            supervision.update(ends_on=today)
        case "deputy of one who was deactivated":
            stand_in(world, first_day=today, last_day=today + DAY)
            people.deactivate(first, by=world.trainee)
        case "running, no longer a supervisor":
            people.change_roles(first, roles=people.Roles(is_clinician=True), by=first)
            return first
        case "running, deactivated":
            people.deactivate(first, by=world.trainee)
            return first
        case "running, account closed":
            type(first.user).objects.filter(pk=first.user_id).update(is_active=False)
            return first
        case "running, held back" | "running, held back until today":
            held.update(held_back_until=today if state.endswith("today") else today + DAY)
            return first
        case "supervisor of somebody else":
            make.supervision(second, make.member(of=world.trainee.clinic))
        case "admin" | "peer":
            roles = "admin" if state == "admin" else "clinician"
            return make.member(of=world.trainee.clinic, roles=roles)
        case "of another clinic":
            return make.member(roles="clinician supervisor admin")
    return second


def people_shows(world, supervisor):
    """The trainee shows every log of the client."""
    for log in type(world.log).objects.filter(client=world.about):
        show_to(log, supervisor=supervisor, by=world.trainee)


def ask(browser, method, path):
    with transaction.atomic():
        answer = browser.generic(method, path)
        transaction.set_rollback(True)
    return answer


def said(answer):
    if answer.status_code == 302 and "/accounts/" in answer.url:
        return "sign in" if "/login/" in answer.url else answer.url
    return "ok" if answer.status_code in {200, 302, 409, 422} else str(answer.status_code)


@pytest.mark.parametrize("state", STATES)
def test_each_state_opens_what_it_should_and_nothing_else(world, state):
    asking = arrange(state, world)
    browser = Client()
    browser.force_login(asking.user)
    prefix = f"/c/{asking.clinic.slug}"
    due = STATES[state]
    differing = []
    for group, pages in GROUPS.items():
        for method, path in pages:
            got = said(ask(browser, method, prefix + path.format(**world.ids)))
            wanted = due if isinstance(due, str) else due[group]
            if got != wanted and not (got == "403" and wanted == "404" and group == "authors"):
                differing.append((method, path, got, wanted))

    assert differing == []
    may_know = not isinstance(due, str) and "ok" in {due["log"], due["client"]}
    assert may_know or lists_that_name(world, to=asking) == []


def lists_that_name(world, *, to) -> list[str]:
    browser = Client()
    browser.force_login(to.user)
    prefix = f"/c/{to.clinic.slug}"
    pages = {path: browser.get(prefix + path, follow=True).text for path in LISTS}
    return [path for path, page in pages.items() if world.about.code in page]


def test_nobody_reviews_their_own_work(world):
    """Not even somebody with the role, nor by standing in for their own supervisor."""
    trainee, browser = world.trainee, Client()
    people.change_roles(
        trainee, roles=people.Roles(is_clinician=True, is_supervisor=True), by=trainee
    )
    make.factor(trainee.user)
    name_deputy(
        world.first,
        deputy=trainee,
        starts_on=world.today,
        ends_on=world.today + DAY,
        by=world.first,
    )
    browser.force_login(trainee.user)
    prefix = f"/c/{trainee.clinic.slug}"

    answers = {
        path: said(ask(browser, method, prefix + path.format(**world.ids)))
        for method, path in (("GET", "/reviews/{log}/"), *LOG_WRITES)
    }

    assert set(answers.values()) == {"403"}
    assert world.about.code not in browser.get(f"{prefix}/reviews/").text


def test_the_trainee_has_the_same_pages_whoever_supervises(world):
    browser = Client()
    browser.force_login(world.trainee.user)
    prefix = f"/c/{world.trainee.clinic.slug}"
    mine = ("/log/{log}/", "/log/{log}/comments/", "/clients/{client}/", "/trainees/{trainee}/")

    during = [said(ask(browser, "GET", prefix + path.format(**world.ids))) for path in mine]
    people.end_supervision(world.supervision, on=world.today, by=world.first)
    after = [said(ask(browser, "GET", prefix + path.format(**world.ids))) for path in mine]

    assert during == ["ok"] * 4
    # What a supervisor sees of the course is nothing now; the rest is the trainee's own.
    assert after == ["ok", "ok", "ok", "404"]
    assert Recommendation.objects.exists()
