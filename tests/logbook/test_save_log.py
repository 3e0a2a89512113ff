import uuid
from datetime import timedelta

import pytest

from alliance.audit.models import Entry
from alliance.catalogue.items import InvalidRating
from alliance.logbook.models import Draft, Reflection, Rupture, SessionLog, Signal
from alliance.logbook.sealing import key_of, opened
from alliance.logbook.services.drafts import save_draft
from alliance.logbook.services.logs import SavedForAnother
from alliance.logbook.services.ruptures import NotThisClients
from tests import make

pytestmark = pytest.mark.django_db


def test_a_saved_log_keeps_its_words_sealed_and_readable_to_its_author():
    log = make.log(reflection="I wanted it to work.", shared_note="Ask me.", intention="Go slower.")

    key = key_of(log.client)
    stored = SessionLog.objects.get()
    assert b"Go slower" not in bytes(stored.intention)
    assert opened(stored, column="intention", key=key) == "Go slower."
    assert opened(stored, column="shared_note", key=key) == "Ask me."
    assert opened(Reflection.objects.get(), column="text", key=key) == "I wanted it to work."


def test_pressing_save_twice_makes_one_log():
    client, submission = make.client(), uuid.uuid4()

    first = make.log(of=client, submission=submission)
    second = make.log(of=client, submission=submission)

    assert first == second
    assert SessionLog.objects.count() == 1


def test_the_same_form_for_another_client_is_not_taken_for_the_first_log():
    clinician = make.member()
    submission = uuid.uuid4()
    first = make.log(of=make.client(of=clinician), submission=submission)

    with pytest.raises(SavedForAnother) as refused:
        make.log(of=make.client(of=clinician), submission=submission)

    assert refused.value.code == first.client.code
    assert SessionLog.objects.count() == 1


@pytest.mark.parametrize("rating", [{"no-such-item": 3}, {"welcome-greeting": 6}])
def test_a_rating_that_the_checklist_does_not_offer_is_refused(rating):
    with pytest.raises(InvalidRating):
        make.log(ratings=rating)

    assert not SessionLog.objects.exists()


def test_saving_leaves_an_audit_entry_without_words():
    log = make.log(reflection="canary-words")

    entry = Entry.objects.about(log.pk).get()
    assert (entry.verb, entry.user_id, entry.clinic_id) == (
        "saved",
        log.author.user_id,
        log.clinic_id,
    )
    assert "canary" not in str(vars(entry))


def test_a_half_filled_form_may_be_saved():
    log = make.log(ratings={"welcome-greeting": 3})

    assert log.score == 50


def test_a_log_without_any_rating_has_no_score():
    assert make.log(ratings={}).score is None


def test_session_numbers_go_on_from_the_sessions_before_alliance():
    client = make.client(sessions_before=12)

    make.series(client, count=2)

    assert list(SessionLog.objects.of_client(client).values_list("number", flat=True)) == [13, 14]


def test_a_session_logged_late_takes_its_place_in_the_series():
    client = make.client()
    first, last = make.series(client, count=2)

    between = make.log(of=client, held_on=last.held_on - timedelta(days=3))

    numbers = {log.pk: log.number for log in SessionLog.objects.of_client(client)}
    assert numbers == {first.pk: 1, between.pk: 2, last.pk: 3}


def test_the_usual_range_begins_at_the_third_session():
    client = make.client()

    logs_made = make.series(client, count=4)

    assert [log.range_low is not None for log in logs_made] == [False, False, True, True]


def test_a_clear_fall_is_kept_as_a_drop():
    client = make.client()
    make.series(client, count=8, last=make.TODAY - timedelta(days=7))

    make.log(of=client, ratings=make.ratings(1))

    assert "drop" in Signal.objects.values_list("kind", flat=True)


def test_a_rupture_is_a_thread_with_its_first_step():
    log = make.log(rupture=make.rupture(what_happened="Went quiet."))

    rupture = Rupture.objects.get()
    step = rupture.steps.get()
    assert (rupture.opened_in, rupture.kind, rupture.status) == (log, "withdrawal", "open")
    assert opened(step, column="what_happened", key=key_of(log.client)) == "Went quiet."


def test_a_later_log_may_repair_an_open_rupture():
    client = make.client()
    make.log(of=client, held_on=make.TODAY - timedelta(days=7), rupture=make.rupture())
    rupture = Rupture.objects.get()

    later = make.log(of=client, threads={rupture.pk: make.rupture(status="repaired")})

    rupture.refresh_from_db()
    assert (rupture.status, rupture.closed_in) == ("repaired", later)


def test_a_thread_of_another_client_is_refused_and_nothing_is_saved():
    foreign = make.log(rupture=make.rupture())
    client = make.client()

    with pytest.raises(NotThisClients):
        make.log(of=client, threads={Rupture.objects.get().pk: make.rupture(status="repaired")})

    assert list(SessionLog.objects.all()) == [foreign]


def test_saving_throws_the_draft_away():
    client, submission = make.client(), uuid.uuid4()
    save_draft(
        submission,
        client=client,
        fields={"reflection": ["half a thought"]},
        answered=0,
        held_on=None,
        log=None,
        by=client.clinician,
    )
    make.log(of=client, submission=submission)

    assert not Draft.objects.exists()


def test_at_most_three_cards_are_offered_with_their_reason():
    log = make.log(ratings=make.ratings(2))

    suggestions = list(log.suggestions.all())
    assert 1 <= len(suggestions) <= 3
    assert all(suggestion.reason["condition"] for suggestion in suggestions)
