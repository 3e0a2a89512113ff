from datetime import date, timedelta

import pytest

from alliance.trends.attention import (
    OpenClient,
    Reason,
    WaitingSignal,
    attention,
    signal_marks_allowed,
)
from alliance.trends.sensitivity import Sensitivity
from alliance.trends.signals import Drop, Kind, Recovery, Signal
from alliance.trends.trend import Shift

TODAY = date(2026, 6, 1)
LAST_WEEK = TODAY - timedelta(weeks=1)


def dropped(z=-2.5):
    numbers = Drop(50, 75, 7, 65, 85, z, 0, 2.3, 1.4)
    signal = Signal(Kind.DROP, "", Sensitivity.USUAL, True, numbers)
    return WaitingSignal(raised_on=LAST_WEEK, signal=signal)


def declining(q=-2.4):
    signal = Signal(Kind.DECLINE, "", Sensitivity.USUAL, True, Shift(68, 75, 6, q, 2.2))
    return WaitingSignal(raised_on=LAST_WEEK, signal=signal)


def recovered():
    signal = Signal(Kind.RECOVERY, "", Sensitivity.USUAL, True, Recovery(75, 75, 6, 72, 1))
    return WaitingSignal(raised_on=LAST_WEEK, signal=signal)


def client(key, **known):
    return OpenClient(key=key, **{"sessions": 9, "last_held_on": LAST_WEEK, **known})


def marked(*clients):
    return [(mark.client, mark.reason.value) for mark in attention(clients, today=TODAY).marked]


def test_reasons_come_in_their_order():
    found = attention(
        [
            client("steady"),
            client("ending", ends_on=TODAY + timedelta(weeks=2)),
            client("missing", is_log_missing=True),
            client("gap", is_gap_long=True),
            client("new", sessions=2),
            client("declining", waiting=[declining()]),
            client("dropped", waiting=[dropped()]),
            client("rupture", rupture_open_since=LAST_WEEK),
            client("other"),
        ],
        today=TODAY,
    )

    assert [mark.client for mark in found.marked] == [
        "rupture",
        "dropped",
        "declining",
        "new",
        "gap",
        "missing",
        "ending",
    ]
    assert [mark.reason for mark in found.marked] == list(Reason)
    assert found.rest == ("steady", "other")


def test_client_has_one_mark_the_most_pressing():
    everything = client(
        "a",
        sessions=1,
        rupture_open_since=LAST_WEEK,
        waiting=[declining(), dropped()],
        is_gap_long=True,
    )

    assert marked(everything) == [("a", "open_rupture")]
    assert marked(client("a", waiting=[declining(), dropped()])) == [("a", "drop")]


def test_recovery_and_the_like_mark_nobody():
    assert marked(client("a", waiting=[recovered()])) == []


@pytest.mark.parametrize(
    ("open_clients", "allowed"), [(1, 3), (20, 3), (26, 3), (27, 4), (40, 6), (200, 30)]
)
def test_signals_mark_three_clients_or_15_in_100(open_clients, allowed):
    assert signal_marks_allowed(open_clients) == allowed


def test_strongest_signals_stay_and_the_others_are_held_back():
    clients = [client(f"c{at}", waiting=[dropped(z=-2.3 - at / 10)]) for at in range(6)]

    found = attention(clients, today=TODAY)

    assert [mark.client for mark in found.marked] == ["c5", "c4", "c3"]
    assert [mark.client for mark in found.held_back] == ["c2", "c1", "c0"]
    assert found.rest == ("c0", "c1", "c2")


def test_drop_goes_before_decline_when_marks_are_few():
    drops = [client(f"drop{at}", waiting=[dropped()]) for at in range(3)]

    found = attention([client("decline", waiting=[declining(q=-4)]), *drops], today=TODAY)

    assert [mark.client for mark in found.held_back] == ["decline"]


def test_client_held_back_keeps_its_other_reason():
    drops = [client(f"drop{at}", waiting=[dropped(z=-4)]) for at in range(3)]

    found = attention([*drops, client("gap", waiting=[dropped()], is_gap_long=True)], today=TODAY)

    assert (found.marked[-1].client, found.marked[-1].reason) == ("gap", Reason.LONG_GAP)
    assert [mark.client for mark in found.held_back] == ["gap"]


def test_open_ruptures_do_not_use_up_the_marks():
    ruptures = [
        client(f"r{at}", rupture_open_since=LAST_WEEK, waiting=[dropped()]) for at in range(5)
    ]
    drops = [client(f"d{at}", waiting=[dropped()]) for at in range(3)]

    assert attention([*ruptures, *drops], today=TODAY).held_back == ()


def test_oldest_rupture_comes_first():
    older = client("older", rupture_open_since=LAST_WEEK - timedelta(weeks=4))
    newer = client("newer", rupture_open_since=LAST_WEEK)

    assert [key for key, _ in marked(newer, older)] == ["older", "newer"]


def test_ending_far_away_is_no_reason_yet():
    assert marked(client("a", ends_on=TODAY + timedelta(weeks=7))) == []


def test_nobody_needs_thought():
    found = attention([], today=TODAY)

    assert (found.marked, found.rest, found.held_back) == ((), (), ())
