"""However a series came to be, what is stored of it is what reading it from nothing gives."""

import json
import uuid
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliance.catalogue.load import CURRENT_EDITION, checklist
from alliance.logbook.models import Client, SessionLog, Signal
from alliance.logbook.services import clients, logs
from alliance.logbook.services.readings import READ_FIELDS, refresh_readings
from tests import make

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
# A dip, a way back, then slowly down: it raises each kind of thing on its way.
VALUES = [4, 5, 4, 4, 1, 2, 4, 3, 2, 2]
FIRST = make.TODAY - timedelta(weeks=len(VALUES))


def sessions():
    """One entry a week, each with a domain of its own a little apart."""
    return [
        make.entry(
            held_on=FIRST + timedelta(weeks=week),
            ratings=make.ratings(value, goals_wants=max(1, value - week % 3)),
        )
        for week, value in enumerate(VALUES)
    ]


def every_rating(value):
    """All twenty; one that is low says little of the alliance."""
    return {item.id: item.adjusted(value) for item in checklist(CURRENT_EDITION).items}


def saved(about, entry):
    return logs.save_log(about, entry=entry, submission=uuid.uuid4(), by=about.clinician)


def client_with(entries):
    about = make.client()
    for entry in entries:
        saved(about, entry)
    return about


def stored(about):
    """All that follows from the ratings, session by session, and what was learned."""
    about = Client.objects.get(pk=about.pk)
    rows = [
        ([getattr(log, name) for name in READ_FIELDS], raised_by(log))
        for log in SessionLog.objects.of_client(about)
    ]
    return rows, about.learned, about.prior


def raised_by(log):
    current = Signal.objects.current().filter(log=log).order_by("kind", "domain")
    return [(s.kind, s.domain, json.dumps(s.numbers, sort_keys=True)) for s in current]


def assert_like_new(about, *, entries):
    """As a new client logged in the final order, and as a rebuild."""
    rows, learned, prior = stored(about)
    assert (rows, learned, prior) == stored(client_with(entries))
    assert any(raised for _reading, raised in rows)
    assert refresh_readings(Client.objects.get(pk=about.pk)) == 0


def test_a_session_dated_between_two_others():
    entries = sessions()
    late = entries.pop(3)
    about = client_with(entries)

    saved(about, late)

    assert_like_new(about, entries=sessions())


def test_sessions_logged_in_the_reverse_order():
    assert_like_new(client_with(reversed(sessions())), entries=sessions())


@pytest.mark.parametrize("starts", [(time(15), time(9)), (time(9), None)])
def test_two_sessions_on_one_day_stand_in_the_order_of_their_hours(starts):
    entries = sessions()
    day = entries[5].held_on
    first, second = (
        make.entry(held_on=day, started_at=at, ratings=make.ratings(value))
        for at, value in zip(starts, (5, 2), strict=True)
    )
    about = client_with([*entries[:5], first, *entries[6:]])

    saved(about, second)

    in_order = [*entries[:5], second, first, *entries[6:]]
    assert_like_new(about, entries=in_order)


def test_two_sessions_on_one_day_without_hours_stand_as_they_were_logged():
    entries = sessions()
    again = make.entry(held_on=entries[5].held_on, ratings=make.ratings(5))
    about = client_with(entries)

    saved(about, again)

    assert_like_new(about, entries=[*entries[:6], again, *entries[6:]])


@pytest.mark.parametrize("place", [0, 5, len(VALUES)])
@pytest.mark.parametrize(
    "ratings", [{}, {"welcome-setting": 2}, dict.fromkeys(make.ratings(), "unsure")]
)
def test_a_session_without_a_core_answer(place, ratings):
    entries = sessions()
    bare = make.entry(held_on=FIRST + timedelta(weeks=place) - DAY, ratings=ratings)
    about = client_with(entries)

    saved(about, bare)

    assert_like_new(about, entries=[*entries[:place], bare, *entries[place:]])


@pytest.mark.parametrize("place", [0, 5, len(VALUES) - 1])
def test_an_edited_session(place):
    entries = sessions()
    about = client_with(entries)
    edited = make.entry(held_on=entries[place].held_on, ratings=make.ratings(3))

    log = list(SessionLog.objects.of_client(about))[place]
    logs.change_log(log, entry=edited, version=1, by=log.author)

    entries[place] = edited
    assert_like_new(about, entries=entries)


def test_the_first_session_dated_anew_behind_all_others():
    entries = sessions()
    about = client_with(entries)
    moved = make.entry(held_on=make.TODAY, ratings=entries[0].ratings)

    log = SessionLog.objects.of_client(about).first()
    logs.change_log(log, entry=moved, version=1, by=log.author)

    assert_like_new(about, entries=[*entries[1:], moved])


def test_a_core_session_that_becomes_a_full_one_and_back():
    entries = sessions()
    about = client_with(entries)
    before = stored(about)
    log = SessionLog.objects.of_client(about).first()
    full = make.entry(held_on=log.held_on, form="full", ratings=every_rating(4))

    logs.change_log(log, entry=full, version=1, by=log.author)
    assert_like_new(about, entries=[full, *entries[1:]])

    logs.change_log(log, entry=entries[0], version=2, by=log.author)
    assert stored(about) == before


def test_the_first_short_form_after_full_ones():
    entries = [
        make.entry(held_on=entry.held_on, form="full", ratings=every_rating(value))
        for entry, value in zip(sessions(), VALUES, strict=True)
    ]
    short = sessions()[7]
    about = client_with([*entries[:7], *entries[8:]])

    saved(about, short)

    assert_like_new(about, entries=[*entries[:7], short, *entries[8:]])


@pytest.mark.parametrize("place", [0, 5, len(VALUES) - 1])
def test_a_session_in_the_trash_and_out_again(place):
    entries = sessions()
    about = client_with(entries)
    before = stored(about)
    log = list(SessionLog.objects.of_client(about))[place]

    logs.trash_log(log, by=log.author)
    assert_like_new(about, entries=[*entries[:place], *entries[place + 1 :]])

    logs.restore_log(log, by=log.author)
    assert stored(about) == before
    assert refresh_readings(Client.objects.get(pk=about.pk)) == 0


@pytest.mark.parametrize("place", [0, 5, len(VALUES) - 1])
def test_a_session_moved_to_the_right_client(place):
    entries = sessions()
    wrong = client_with(entries)
    right = make.client(of=wrong.clinician)
    log = list(SessionLog.objects.of_client(wrong))[place]

    logs.move_log(log, to=right, by=log.author)

    assert_like_new(wrong, entries=[*entries[:place], *entries[place + 1 :]])
    assert SessionLog.objects.of_client(right).get().number == 1
    assert refresh_readings(Client.objects.get(pk=right.pk)) == 0


def test_a_log_changed_while_it_lay_among_the_trash_of_others():
    """What was trashed is read again when it comes back, with all that happened meanwhile."""
    entries = sessions()
    about = client_with(entries)
    fifth, sixth = list(SessionLog.objects.of_client(about))[4:6]
    logs.trash_log(sixth, by=sixth.author)
    edited = make.entry(held_on=fifth.held_on, ratings=make.ratings(2))
    logs.change_log(fifth, entry=edited, version=1, by=fifth.author)

    logs.restore_log(sixth, by=sixth.author)

    assert_like_new(about, entries=[*entries[:4], edited, *entries[5:]])


def test_another_count_of_sessions_before_numbers_them_anew():
    about = client_with(sessions()[:3])

    clients.change_client(
        about,
        code=about.code,
        started_on=about.started_on,
        sessions_before=20,
        contexts=(),
        by=about.clinician,
    )

    numbers = SessionLog.objects.of_client(about).values_list("number", flat=True)
    assert list(numbers) == [21, 22, 23]
    assert refresh_readings(Client.objects.get(pk=about.pk)) == 0


def test_a_new_sensitivity_counts_from_then_on_and_leaves_the_past():
    entries = sessions()
    about = client_with(entries[:8])
    before = stored(about)[0]
    about.clinician.sensitivity = "keen"
    about.clinician.save()

    saved(about, entries[8])
    logs.change_log(
        log := SessionLog.objects.of_client(about).first(),
        entry=entries[0],
        version=1,
        by=log.author,
    )

    assert stored(about)[0][:8] == before
    kept = SessionLog.objects.of_client(about).values_list("sensitivity", flat=True)
    assert list(kept) == ["usual"] * 8 + ["keen"]


def test_only_that_clients_rows_are_touched():
    about = client_with(sessions())
    other = client_with(sessions())
    log = SessionLog.objects.of_client(about).first()

    with CaptureQueriesContext(connection) as ran:
        edited = make.entry(held_on=log.held_on, ratings=make.ratings(1))
        logs.change_log(log, entry=edited, version=1, by=log.author)

    written = [q["sql"] for q in ran if q["sql"].startswith(("UPDATE", "DELETE", "INSERT"))]
    own = [pk.hex for pk in SessionLog.objects.of_client(other).values_list("pk", flat=True)]
    own += [pk.hex for pk in Signal.objects.of_client(other).values_list("pk", flat=True)]
    assert written
    assert not [sql for sql in written if any(pk in sql for pk in [*own, other.pk.hex])]
