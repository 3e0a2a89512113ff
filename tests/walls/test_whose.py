"""Whose clinic it is ends with the request, whatever happens on the connection."""

import random
from dataclasses import dataclass
from itertools import count
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from alliance.logbook.models import Client
from alliance.people.models import User
from alliance.progress.views import clients as views
from alliance.walls.roles import APP
from alliance.walls.whose import NOBODYS, in_clinic, nobodys, say, whose
from tests import make
from tests.in_role import AppClient, in_role
from tests.security.canaries import SHAPE

_number = count()
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_postgres")]


@pytest.mark.requirement("AUTHZ-08")
def test_what_is_said_ends_with_its_block_and_with_the_request():
    clinic = make.clinic()
    with nobodys():
        say(clinic_id=clinic.pk)
        assert whose().clinic == str(clinic.pk)

    assert whose() == NOBODYS


def look_and_break_off(clinic_id):
    with transaction.atomic(), in_clinic(clinic_id):
        if Client.objects.exists():
            raise ZeroDivisionError


@pytest.mark.requirement("AUTHZ-09")
def test_after_a_savepoint_is_taken_back_the_right_clinic_is_still_said(two_clinics):
    """A rollback takes back what was said since the savepoint too."""
    here, there = (world.author.clinic_id for world in two_clinics)
    with in_role(APP), transaction.atomic(), in_clinic(here):
        assert Client.objects.exists()
        with pytest.raises(ZeroDivisionError):
            look_and_break_off(there)
        seen = set(Client.objects.values_list("clinic", flat=True))
        with in_clinic(there):
            with pytest.raises(ZeroDivisionError):
                look_and_break_off(here)
            other = set(Client.objects.values_list("clinic", flat=True))

    assert (seen, other) == ({here}, {there})


def change_mind_and_break_off(clinic_id):
    with transaction.atomic():
        say(clinic_id=clinic_id)
        if Client.objects.exists():
            raise ZeroDivisionError


@pytest.mark.requirement("AUTHZ-09")
def test_what_was_said_within_a_savepoint_is_said_again_after_it(two_clinics):
    here, there = (world.author.clinic_id for world in two_clinics)
    with in_role(APP), transaction.atomic(), nobodys():
        say(clinic_id=here)
        assert Client.objects.exists()
        with pytest.raises(ZeroDivisionError):
            change_mind_and_break_off(there)
        assert set(Client.objects.values_list("clinic", flat=True)) == {there}


@pytest.fixture
def _pool_of_one(on_postgres):
    options = connection.settings_dict["OPTIONS"]
    usual = options["pool"]
    connection.close()
    connection.close_pool()
    options["pool"] = usual | {"min_size": 1, "max_size": 1}
    yield
    connection.close()
    connection.close_pool()
    options["pool"] = usual


@pytest.mark.requirement("AUTHZ-09")
@pytest.mark.usefixtures("_pool_of_one")
@pytest.mark.django_db(transaction=True)
def test_one_connection_serves_two_clinics_and_never_mixes_them(tried, how_many, monkeypatch):
    """With errors, time-outs, broken transactions, readers who go away in the middle of a file
    and a new loan from the pool in between. The pool holds one connection.
    """
    dice = random.Random(7)
    fail_now_and_then(monkeypatch, dice)
    clinics = [of_a_clinic_with_clients() for _clinic in range(2)]
    wanted, failed, cut, foreign = how_many(200, full=20_000), 0, 0, []
    for number in range(wanted):
        here, there = dice.sample(clinics, 2)
        answer = here.browser.get(f"/c/{here.slug}/clients/")
        failed += answer.status_code == 500
        text = answer.text
        if any(code in text for code in there.codes):
            foreign.append((number, "a code of the other"))
        if answer.status_code == 200 and not all(code in text for code in here.codes):
            foreign.append((number, "not their own"))
        if dice.random() < 0.2:
            go_wrong(dice, here.clinic_id)
        if dice.random() < 0.1:
            go_away(here)
            cut += 1
        with in_role(APP):
            left_over = Client.objects.count()
        foreign += [(number, "left over")] if left_over else []
        if dice.random() < 0.1:
            connection.close()

    tried(wanted)
    assert wanted * 0.02 < failed < wanted * 0.2
    assert cut > wanted * 0.02
    assert foreign == []


@dataclass(frozen=True)
class Told:
    browser: AppClient
    user: User
    slug: str
    clinic_id: UUID
    codes: tuple[str, ...]


def of_a_clinic_with_clients():
    member = make.member(roles="clinician admin")
    browser = AppClient(raise_request_exception=False)
    browser.force_login(member.user)
    # Nothing that a nonce could hold by chance: in 20,000 of them a short code does stand.
    canaries = (SHAPE.format(number=next(_number)).upper() for _client in range(3))
    codes = tuple(make.client(of=member, code=code).code for code in canaries)
    slug, clinic_id = member.clinic.slug, member.clinic_id
    return Told(browser=browser, user=member.user, slug=slug, clinic_id=clinic_id, codes=codes)


def fail_now_and_then(monkeypatch, dice):
    """The page of clients breaks off after it has asked the database."""
    found = views.client_list

    def breaking(*args, **kwargs):
        page = found(*args, **kwargs)
        if dice.random() < 0.1:
            raise ZeroDivisionError
        return page

    monkeypatch.setattr(views, "client_list", breaking)


def go_away(here):
    """The trail is read while it is sent; after a line or two nobody takes any more of it."""
    browser = AppClient()
    browser.force_login(here.user)
    with in_role(APP):
        answer = browser.get(f"/c/{here.slug}/audit/trail.csv")
        lines = iter(answer.streaming_content)
        assert next(lines)
        assert next(lines)
        answer.close()


def go_wrong(dice, clinic_id):
    """Something that ends badly on this connection, in this clinic."""
    wrong = ["SELECT 1 / 0", "SELECT nothing", "SELECT pg_sleep(1)", "SELECT 'x'::uuid"]
    with pytest.raises(DatabaseError):
        ask_wrongly(dice.choice(wrong), clinic_id)


def ask_wrongly(wrong, clinic_id):
    with nobodys(), in_role(APP):
        say(clinic_id=clinic_id)
        with transaction.atomic(), connection.cursor() as cursor:
            Client.objects.exists()
            cursor.execute("SET LOCAL statement_timeout = 5")
            cursor.execute(wrong)
