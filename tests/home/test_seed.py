from datetime import date
from itertools import chain
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from alliance.catalogue.load import CURRENT_EDITION, checklist
from alliance.home.seeding.caseloads import make_caseload
from alliance.home.seeding.clinics import Post, found_clinics
from alliance.home.seeding.worlds import World, beginning
from alliance.home.services.leaving import leave_demo
from alliance.logbook.models import Client, Reflection, Rupture, SessionLog
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Membership, User
from alliance.vault.fields import WrappedKeyField
from tests import make

UNTIL = date(2026, 11, 22)
SMALL = ["--clinicians=4", "--clients=3", "--sessions=12", "--processes=1", f"--until={UNTIL}"]


def world(**fields):
    sizes = {"clinics": 1, "clinicians": 4, "clients": 3, "sessions": 12}
    return World(**{**sizes, "seed": 1, "until": UNTIL} | fields)


def post(**fields):
    ids = {"clinic_id": UUID(int=1), "member_id": UUID(int=2)}
    return Post(**{"clinic": 1, "number": 1, "is_trainee": False} | ids | fields)


def plain(caseload):
    """Every row as it would be stored, sealed columns aside: those differ each time."""
    return [
        {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if not isinstance(field, WrappedKeyField)
        }
        for row in chain.from_iterable(vars(caseload).values())
    ]


def words(caseload):
    keys = {row.client_id: key_of(row.client) for row in caseload.keys}
    client_of = {log.pk: log.client_id for log in caseload.logs}
    return [
        opened(row, column="text", key=keys[client_of[row.log_id]]) for row in caseload.reflections
    ] + [opened(log, column="intention", key=keys[log.client_id]) for log in caseload.logs]


# --- the same every time ------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_rows_and_words():
    first, second = (make_caseload(world(), post=post()) for _time in range(2))

    assert plain(first) == plain(second)
    assert words(first) == words(second)


def test_another_seed_another_clinic_or_another_clinician_gives_other_rows():
    one = plain(make_caseload(world(), post=post()))

    assert plain(make_caseload(world(seed=2), post=post())) != one
    assert plain(make_caseload(world(), post=post(clinic=2))) != one
    assert plain(make_caseload(world(), post=post(number=2))) != one


@pytest.mark.django_db
def test_people_are_the_same_too():
    first = found_clinics(world(), password=None)
    leave_demo()

    second = found_clinics(world(), password=None)

    assert first == second


# --- like real ones -----------------------------------------------------------------------------


def test_sessions_lie_between_the_opening_and_the_last_day():
    days = {log.held_on for log in make_caseload(world(clients=40), post=post()).logs}

    assert beginning(world()) < min(days)
    assert max(days) <= UNTIL
    assert {day.weekday() for day in days} <= set(range(5))


def test_open_clients_were_seen_lately():
    caseload = make_caseload(world(clients=40), post=post())

    last = {log.client_id: log.held_on for log in caseload.logs}
    assert all((UNTIL - last[c.pk]).days < 10 for c in caseload.clients if c.is_open)


def test_every_answer_is_one_that_the_form_takes():
    asked = checklist(CURRENT_EDITION)

    for log in make_caseload(world(clients=10), post=post()).logs:
        asked.check_ratings(log.ratings)
        assert set(log.contexts) <= set(asked.contexts)


@pytest.mark.django_db
def test_a_rebuild_of_a_seeded_world_differs_in_nothing(capsys):
    call_command("seed", *SMALL)
    assert SessionLog.objects.count() == 4 * 3 * 12

    call_command("rebuild_readings", "--check")

    assert "12 clients read again; 0 differed" in capsys.readouterr().out


@pytest.mark.django_db
def test_ruptures_stand_where_their_last_step_left_them():
    call_command("seed", *SMALL, "--seed=3")

    for rupture in Rupture.objects.all():
        last = rupture.steps.order_by("log__number").last()
        assert rupture.status == last.status
        assert rupture.closed_in == (last.log if rupture.is_closed else None)


@pytest.mark.django_db
def test_words_are_sealed_for_real():
    call_command("seed", *SMALL)

    row = Reflection.objects.select_related("log__client__key").first()

    assert opened(row, column="text", key=key_of(row.log.client)).endswith(".")


@pytest.mark.django_db
def test_a_trainee_is_seen_by_the_supervisor_and_others_are_not():
    call_command("seed", *SMALL)
    supervisor = Membership.objects.get(is_supervisor=True)

    seen = SessionLog.objects.visible_to(supervisor, on=UNTIL)

    assert seen.count() == 3 * 12
    assert all("trainee" in log.contexts for log in seen)


# --- when it is refused -------------------------------------------------------------------------


@pytest.mark.django_db
def test_nobody_can_sign_in_unless_a_password_is_given():
    call_command("seed", *SMALL)
    call_command("seed", *SMALL, "--seed=2", "--password=only-to-measure-with")

    usable = {user.has_usable_password() for user in User.objects.filter(email__contains="seed-1")}
    assert usable == {False}
    known = User.objects.get(email="clinician-1@seed-2-1.example")
    assert known.check_password("only-to-measure-with")


@pytest.mark.django_db
def test_a_seed_is_taken_once():
    call_command("seed", *SMALL)

    with pytest.raises(CommandError, match="another --seed"):
        call_command("seed", *SMALL)

    assert SessionLog.objects.count() == 4 * 3 * 12


@pytest.mark.django_db
def test_it_is_not_mixed_into_a_real_practice_by_mistake():
    make.client()

    with pytest.raises(CommandError, match="real practice"):
        call_command("seed", *SMALL)

    assert Client.objects.count() == 1
