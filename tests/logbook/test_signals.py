from datetime import timedelta

import pytest

from alliance.audit.models import Entry
from alliance.logbook.models import Client, LogVersion, Rupture, RuptureStep, SessionLog, Signal
from alliance.logbook.sealing import key_of, opened
from alliance.logbook.services import logs
from alliance.logbook.services.readings import refresh_readings
from alliance.logbook.services.signals import NotAnAnswer, answer_signal, take_back_answer
from tests import make

pytestmark = pytest.mark.django_db

Answer = Signal.Answer
A_WEEK = timedelta(weeks=1)


def client_with_a_drop():
    """Eight sessions as usual, the last one far below."""
    about = make.client()
    make.series(about, count=8, last=make.TODAY - A_WEEK)
    make.log(of=about, ratings=make.ratings(1))
    return about


def drop_of(about):
    return Signal.objects.of_client(about).get(kind="drop")


def answered(signal, answer, remark=""):
    return answer_signal(signal, answer=answer, remark=remark, by=signal.author)


def due_of(about):
    return list(Signal.objects.of_client(about).due().values_list("kind", flat=True))


@pytest.mark.parametrize("answer", [Answer.MAKES_SENSE, Answer.NOT_THIS_TIME, Answer.NOT_A_RUPTURE])
def test_an_answered_signal_waits_no_longer(answer):
    about = client_with_a_drop()

    answered(drop_of(about), answer)

    assert "drop" not in due_of(about)
    assert drop_of(about).answer == answer


def test_a_remark_is_sealed_with_the_clients_key_and_readable_again():
    about = client_with_a_drop()

    answered(drop_of(about), Answer.MAKES_SENSE, "He had been ill.")

    stored = drop_of(about)
    assert b"ill" not in bytes(stored.answer_note)
    assert opened(stored, column="answer_note", key=key_of(about)) == "He had been ill."


def test_a_reminder_comes_back_after_the_next_session_and_not_before():
    about = client_with_a_drop()
    answered(drop_of(about), Answer.REMIND)
    assert "drop" not in due_of(about)

    make.log(of=about, held_on=make.TODAY + A_WEEK, ratings=make.ratings(1))

    assert "drop" in due_of(about)


def test_a_session_logged_late_doesnt_bring_a_reminder_back():
    about = client_with_a_drop()
    answered(drop_of(about), Answer.REMIND)

    make.log(of=about, held_on=make.TODAY - timedelta(days=3))

    assert "drop" not in due_of(about)


def test_a_reminder_asked_for_when_later_sessions_are_logged_waits_for_one_more():
    about = client_with_a_drop()
    make.log(of=about, held_on=make.TODAY + A_WEEK, ratings=make.ratings(1))
    answered(drop_of(about), Answer.REMIND)
    assert "drop" not in due_of(about)

    make.log(of=about, held_on=make.TODAY + 2 * A_WEEK, ratings=make.ratings(1))
    assert "drop" in due_of(about)

    answered(drop_of(about), Answer.REMIND)
    assert "drop" not in due_of(about)


def test_one_tap_marks_a_rupture_in_the_session_that_dropped():
    about = client_with_a_drop()
    signal = drop_of(about)

    answered(signal, Answer.RUPTURE)

    rupture = Rupture.objects.get()
    assert (rupture.opened_in, rupture.kind, rupture.status) == (signal.log, "unsure", "open")
    assert drop_of(about).answer == "rupture"


def test_marking_a_rupture_is_a_change_of_the_log():
    """A form of that log, open elsewhere, must not save over it."""
    signal = drop_of(client_with_a_drop())

    answered(signal, Answer.RUPTURE)

    with pytest.raises(logs.StaleVersion):
        logs.change_log(signal.log, entry=make.entry(), version=1, by=signal.author)
    assert LogVersion.objects.filter(log=signal.log, version=1).exists()


def test_a_rupture_that_the_log_marked_already_is_not_marked_twice():
    about = make.client()
    make.series(about, count=8, last=make.TODAY - A_WEEK)
    make.log(of=about, ratings=make.ratings(1), rupture=make.rupture())

    answered(drop_of(about), Answer.RUPTURE)

    assert Rupture.objects.get().kind == "withdrawal"


def test_taking_the_answer_back_takes_back_an_untouched_rupture():
    signal = drop_of(client_with_a_drop())
    answered(signal, Answer.RUPTURE)

    take_back_answer(signal, by=signal.author)

    assert not Rupture.objects.exists()
    assert Signal.objects.get(pk=signal.pk).answer == ""


@pytest.mark.parametrize("field", ["what_happened", "strand", "next_step"])
def test_a_rupture_that_was_described_meanwhile_stays(field):
    signal = drop_of(client_with_a_drop())
    answered(signal, Answer.RUPTURE)
    about = make.rupture(kind="unsure", **{field: "bond"})
    log = SessionLog.objects.get(pk=signal.log_id)
    entry = make.entry(ratings=make.ratings(1), rupture=about)
    logs.change_log(log, entry=entry, version=2, by=signal.author)

    take_back_answer(signal, by=signal.author)

    assert RuptureStep.objects.count() == 1


def test_only_a_drop_can_be_called_a_rupture_or_not():
    about = client_with_a_drop()
    Signal.objects.of_client(about).filter(kind="drop").update(kind="decline")
    signal = Signal.objects.of_client(about).get(kind="decline")

    for answer in (Answer.RUPTURE, Answer.NOT_A_RUPTURE):
        with pytest.raises(NotAnAnswer):
            answered(signal, answer)


def test_the_same_answer_twice_is_answered_and_noted_once():
    signal = drop_of(client_with_a_drop())
    first = answered(signal, Answer.MAKES_SENSE, "Yes.")

    second = answered(signal, Answer.MAKES_SENSE, "Yes.")

    assert second.answered_at == first.answered_at
    assert Entry.objects.about(signal.pk).filter(verb="answered").count() == 1


def test_another_answer_or_remark_replaces_the_first():
    signal = drop_of(client_with_a_drop())
    answered(signal, Answer.MAKES_SENSE, "Yes.")

    answered(signal, Answer.NOT_THIS_TIME)

    stored = Signal.objects.get(pk=signal.pk)
    assert (stored.answer, stored.answer_note) == ("not_this_time", None)


def test_an_answer_survives_a_rebuild_and_an_edit_that_hid_the_signal_for_a_while():
    about = client_with_a_drop()
    signal = answered(drop_of(about), Answer.MAKES_SENSE, "He had been ill.")
    good, bad = make.entry(), make.entry(ratings=make.ratings(1))

    logs.change_log(signal.log, entry=good, version=1, by=signal.author)
    assert not Signal.objects.of_client(about).current().filter(kind="drop").exists()
    logs.change_log(signal.log, entry=bad, version=2, by=signal.author)

    back = Signal.objects.of_client(about).current().get(kind="drop")
    assert (back.pk, back.answer) == (signal.pk, "makes_sense")
    assert opened(back, column="answer_note", key=key_of(about)) == "He had been ill."
    assert refresh_readings(Client.objects.get(pk=about.pk)) == 0
