from datetime import date, timedelta
from itertools import chain

import pytest
from django.apps import apps
from django.core.management import call_command

from alliance.catalogue.load import CURRENT_EDITION, checklist
from alliance.home.demo import told_by_neighbour, told_by_therapist, told_by_trainee
from alliance.home.demo.cast import PASSWORD
from alliance.logbook.codes import problem_with
from alliance.logbook.models import (
    Absence,
    Client,
    Draft,
    Reflection,
    Rupture,
    RuptureStep,
    SessionLog,
    Signal,
    Suggestion,
)
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Clinic, Membership
from alliance.people.queries.places import practice_exists

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]

ONE_DAY = timedelta(days=1)
STORIES = [*told_by_therapist.STORIES, *told_by_trainee.STORIES, *told_by_neighbour.STORIES]


def member(email):
    return Membership.objects.select_related("user", "clinic").get(user__email=email)


def client(code):
    return Client.objects.select_related("key").get(code=code, clinic__slug="demo")


def signals(code):
    found = Signal.objects.of_client(client(code)).order_by("log__number")
    return list(found.values_list("log__number", "kind"))


# --- who is there -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "name", "roles"),
    [
        ("therapist@demo.example", "Therapist Demo", {"is_clinician"}),
        ("trainee@demo.example", "Trainee Demo", {"is_clinician"}),
        ("supervisor@demo.example", "Supervisor Demo", {"is_supervisor"}),
        ("admin@demo.example", "Admin Demo", {"is_admin"}),
        ("therapist@other.example", "Therapist Other", {"is_clinician"}),
        ("admin@other.example", "Admin Other", {"is_admin"}),
    ],
)
def test_everyone_signs_in_with_the_same_password(loaded_demo, email, name, roles):
    found = member(email)

    assert found.user.name == name
    assert found.user.check_password(PASSWORD)
    has = {role for role in ("is_clinician", "is_supervisor", "is_admin") if getattr(found, role)}
    assert has == roles


def test_the_demo_counts_as_no_practice_so_signing_up_stays_open(loaded_demo):
    assert Clinic.objects.filter(is_demo=True).count() == 2
    assert not practice_exists()


def test_the_other_clinic_sees_nothing_of_the_demo(loaded_demo, demo_day):
    neighbour = member("therapist@other.example")

    seen = SessionLog.objects.visible_to(neighbour, on=demo_day)

    assert seen.exists()
    assert set(seen.values_list("clinic__slug", flat=True)) == {"other"}


# --- what the therapist finds -----------------------------------------------------------------


@pytest.mark.parametrize(("code", "sessions"), [("K-14", 24), ("M-07", 12), ("R-22", 2)])
def test_clients_with_many_and_with_few_sessions(loaded_demo, code, sessions):
    assert SessionLog.objects.of_client(client(code)).count() == sessions


def test_a_strain_that_was_mended_one_that_was_short_and_one_half_mended(loaded_demo):
    threads = Rupture.objects.of_client(client("K-14")).order_by("opened_in__number")

    found = list(threads.values_list("opened_in__number", "status", "closed_in__number"))

    assert found == [(10, "repaired", 14), (19, "repaired", 20), (24, "partly", None)]
    assert {(10, "drop"), (11, "recovery"), (24, "drop")} <= set(signals("K-14"))


def test_one_thread_is_open(loaded_demo):
    assert Rupture.objects.of_client(client("P-33")).get().status == "open"


@pytest.mark.parametrize(("code", "kind"), [("B-31", "decline"), ("V-26", "flat")])
def test_one_eases_lower_and_one_hardly_moves(loaded_demo, code, kind):
    assert kind in {found for _number, found in signals(code)}


def test_one_by_video_one_who_must_come_one_closed(loaded_demo):
    by_video = SessionLog.objects.of_client(client("T-05"))

    assert all("telehealth" in log.contexts for log in by_video)
    assert client("H-18").contexts == ["mandated"]
    assert client("D-40").closing_reason == "completed"


def test_a_card_is_taken_and_one_helped(loaded_demo):
    log = SessionLog.objects.of_client(client("K-14")).last()

    assert log.suggestions.filter(taken_at__isnull=False).count() == 1
    assert log.intention_card
    assert Suggestion.objects.filter(outcome="helped", clinic__slug="demo").exists()


def test_a_form_is_left_half_filled(loaded_demo, demo_day):
    draft = Draft.objects.written_by(member("therapist@demo.example")).get()

    assert (draft.client.code, draft.held_on, draft.answered) == ("T-05", demo_day, 6)


def test_a_new_log_opens_with_the_core_ten(loaded_demo):
    assert member("therapist@demo.example").log_form == "core"


def test_the_lines_on_charts_move(loaded_demo):
    for story in told_by_therapist.STORIES:
        scores = SessionLog.objects.of_client(client(story.code)).values_list("score", flat=True)

        assert len(set(scores)) > story.sessions / 3
        assert all(35 < score < 97 for score in scores)


def test_weeks_without_a_session_say_why(loaded_demo):
    holiday = Absence.objects.of_client(client("K-14")).get()
    days = list(SessionLog.objects.of_client(client("K-14")).values_list("held_on", flat=True))

    assert holiday.kind == "holiday"
    assert (holiday.starts_on - days[9], days[10] - holiday.ends_on) == (ONE_DAY, ONE_DAY)


def test_after_a_session_that_fell_out_the_next_one_says_so(loaded_demo):
    log = SessionLog.objects.of_client(client("H-18")).get(number=3)

    assert "near_dropout" in log.contexts


# --- what the supervisor finds ----------------------------------------------------------------


def test_the_supervisor_sees_the_trainees_sessions_and_nobody_elses(loaded_demo, demo_day):
    supervisor = member("supervisor@demo.example")

    seen = SessionLog.objects.visible_to(supervisor, on=demo_day)

    assert set(seen.values_list("author__user__name", flat=True)) == {"Trainee Demo"}
    # All but the one that is held back for some days.
    assert seen.count() == sum(story.sessions for story in told_by_trainee.STORIES) - 1
    assert all("trainee" in log.contexts for log in seen)


def test_some_of_them_carry_a_note_for_supervision(loaded_demo):
    log = SessionLog.objects.of_client(client("S-09")).last()

    note = opened(log, column="shared_note", key=key_of(client("S-09")))

    assert note == told_by_trainee.STRAINED.moments[8].shared_note


def test_reflections_are_sealed(loaded_demo):
    told = {moment.reflection for story in STORIES for moment in story.moments.values()} - {""}

    found = Reflection.objects.filter(clinic__slug="demo")

    assert found.count() == len(told)
    assert not any(words.encode() in bytes(row.text) for row in found for words in told)


# --- that it could have happened --------------------------------------------------------------


def test_what_is_derived_is_what_a_rebuild_derives(loaded_demo, capsys):
    call_command("rebuild_readings", "--check")

    assert " 0 differed" in capsys.readouterr().out


def test_every_answer_is_one_that_the_form_takes(loaded_demo):
    asked = checklist(CURRENT_EDITION)

    for log in SessionLog.objects.all():
        asked.check_ratings(log.ratings)
        assert set(log.contexts) <= set(asked.contexts)


def test_every_step_says_what_the_entry_offers(loaded_demo):
    entry = checklist(CURRENT_EDITION).rupture_entry
    options = {
        name: {value for value, _label in entry.field(name).choices} | {""}
        for name in ("status", "may_have_felt", "strand", "noticed_by", "repair_steps")
    }

    for step in RuptureStep.objects.all():
        assert {step.status} <= options["status"]
        assert {step.strand} <= options["strand"]
        assert {step.noticed_by} <= options["noticed_by"]
        assert set(step.may_have_felt) <= options["may_have_felt"]
        assert set(step.repair_steps) <= options["repair_steps"]


def test_words_fit_their_fields_and_codes_mean_nothing():
    asked = checklist(CURRENT_EDITION)
    moments = list(chain.from_iterable(story.moments.values() for story in STORIES))
    strains = [s for moment in moments for s in (moment.opens, moment.takes_up) if s]

    assert all(len(moment.intention) <= asked.intention.max_chars for moment in moments)
    for name in ("what_happened", "client_response", "next_step"):
        most = asked.rupture_entry.field(name).max_chars
        assert all(len(getattr(strain, name)) <= most for strain in strains)
    assert not any(problem_with(story.code) for story in STORIES)


@pytest.mark.parametrize("days_later", range(7))
def test_sessions_are_lately_never_ahead_and_never_at_a_weekend(days_later):
    today = date(2026, 11, 22) + timedelta(days=days_later)

    for story in STORIES:
        days = story.days(today=today)

        assert len(days) == story.sessions
        assert days == sorted(set(days))
        assert story.last_days_ago <= (today - days[-1]).days <= story.last_days_ago + 2
        assert {day.weekday() for day in days} <= set(range(5))


def test_logs_are_dated_to_their_sessions(loaded_demo):
    for log in SessionLog.objects.all():
        assert log.created_at.date() == log.held_on


# --- again ------------------------------------------------------------------------------------


def rows():
    return {
        model._meta.label: set(model._base_manager.values_list("pk", flat=True))
        for model in apps.get_models()
    }


def test_a_second_run_changes_nothing(loaded_demo):
    before = rows()

    call_command("demo", "--yes")

    assert rows() == before
