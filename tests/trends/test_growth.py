import random
from datetime import date, timedelta

from alliance.trends.growth import GrowthRow, Movement, growth
from tests.trends.building import ITEMS, LAYOUT

START = date(2026, 1, 5)


def rated(at, client="a", **domains):
    """Every item at Mostly, but those of the named domains; `at` in weeks from the start."""
    ratings = {item: domains.get(item.split("-")[0], 4) for item in ITEMS}
    ratings["emotion-3"] = 6 - ratings["emotion-3"]
    return GrowthRow(client, START + timedelta(weeks=at), ratings)


def edge(found, name):
    return next(each for each in (*found.items, *found.domains) if each.name == name)


def test_seven_sessions_are_too_few():
    assert growth([rated(at) for at in range(7)], layout=LAYOUT) is None
    assert growth([rated(at) for at in range(8)], layout=LAYOUT) is not None


def test_domain_a_step_below_the_rest_is_low_and_comes_first():
    found = growth([rated(at, goals=3) for at in range(8)], layout=LAYOUT)

    assert [each.name for each in found.domains if each.is_low] == ["goals"]
    assert found.domains[0].name == "goals"
    assert found.domains[0].mean == 50
    assert found.domains[0].below == 25
    assert {each.name for each in found.items if each.is_low} == {"goals-1", "goals-2", "goals-3"}


def test_everything_low_alike_is_no_edge():
    low = dict.fromkeys({item.split("-")[0] for item in ITEMS}, 2)
    found = growth([rated(at, **low) for at in range(9)], layout=LAYOUT)

    assert not any(each.is_low for each in (*found.items, *found.domains))


def test_item_rated_fewer_than_eight_times_is_left_out():
    rows = [rated(at) for at in range(8)]
    scarce = [
        GrowthRow(r.client, r.held_on, {**r.ratings, "fit-1": "unsure"} if at else r.ratings)
        for at, r in enumerate(rows)
    ]

    found = growth(scarce, layout=LAYOUT)

    assert "fit-1" not in {each.name for each in found.items}
    assert "goals-1" in {each.name for each in found.items}


def test_months_are_told_apart():
    found = growth([rated(at, fit=3 if at < 4 else 5) for at in range(8)], layout=LAYOUT)

    months = edge(found, "fit").by_month
    assert [(m.month, m.mean, m.sessions) for m in months] == [
        (date(2026, 1, 1), 50, 4),
        (date(2026, 2, 1), 100, 4),
    ]


def test_domain_that_rose_within_the_same_clients_has_moved():
    rows = [
        rated(at, client, repair=2 if at < 12 else 4) for at in range(21) for client in ("a", "b")
    ]

    found = growth(rows, layout=LAYOUT)

    assert edge(found, "repair").movement is Movement.HIGHER
    assert edge(found, "repair").change == 50
    assert edge(found, "goals").movement is None


def test_new_clients_alone_move_nothing():
    earlier = [rated(at, "a", repair=4) for at in range(12)]
    later = [rated(at, "b", repair=2) for at in range(12, 24)]

    assert edge(growth([*earlier, *later], layout=LAYOUT), "repair").movement is None


def test_little_to_compare_is_not_compared():
    found = growth([rated(at, repair=2 if at < 5 else 5) for at in range(14)], layout=LAYOUT)

    assert edge(found, "repair").change is None


def test_order_of_rows_changes_nothing():
    rnd = random.Random(4)
    rows = [rated(at, rnd.choice("abc"), goals=rnd.randint(1, 5)) for at in range(40)]

    mixed = growth(rnd.sample(rows, len(rows)), layout=LAYOUT)

    straight = growth(rows, layout=LAYOUT)
    assert [(e.name, e.is_low, e.movement) for e in mixed.domains] == [
        (e.name, e.is_low, e.movement) for e in straight.domains
    ]


def test_steady_caseload_seldom_seems_to_move():
    """Said to be one edge in a hundred; 40 clinicians of 20 items are 800 edges."""
    rnd = random.Random(8)
    moved = edges = 0
    for _clinician in range(40):
        rows = [
            GrowthRow(
                client,
                START + timedelta(weeks=at),
                {item: min(5, max(1, round(rnd.gauss(4, 0.8)))) for item in ITEMS},
            )
            for at in range(20)
            for client in "abc"
        ]
        for each in growth(rows, layout=LAYOUT).items:
            edges += 1
            moved += each.movement is not None

    assert edges == 40 * len(ITEMS)
    assert 0 < moved / edges < 0.025
