"""Nothing is said about a group of fewer than eight clients, whoever subtracts what from what."""

import os
from dataclasses import dataclass
from itertools import count
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.trends import clinic_month
from alliance.trends.clinic_month import ClientMonth, Gathered, month_of
from alliance.trends.published_month import AGES, LINES, REASONS, as_json, from_json
from alliance.trends.small_groups import IN_CLINIC, OWN, Cell, Figure, divided, percent, published
from tests.trends.adversary import attack, sizes

PROBES = 6000 if os.environ.get("ALLIANCE_PROBES") == "full" else 150
TEAMS = ("a", "b", "c", "")
THINGS = (
    *("sessions", "more", "missing", "strained", "waiting"),
    *("opened", "closed", "repaired", "low"),
)


def cells(**clients):
    return {frozenset({team}): Cell((number,), number) for team, number in clients.items()}


def by_team(figure):
    return {"+".join(sorted(teams)): amount for teams, amount in figure.teams.items()}


# --- the rules ---------------------------------------------------------------------------------


@pytest.mark.requirement("PRIV-03")
@pytest.mark.parametrize(
    ("clients", "told"),
    [(0, 0), (1, None), (7, None), (8, 10), (12, 10), (13, 15), (17, 15), (18, 20), (203, 205)],
)
def test_fewer_than_eight_are_hidden_other_counts_rounded_to_five_and_zero_stays_zero(
    clients, told
):
    assert published(cells(a=clients), IN_CLINIC).total == told


@pytest.mark.parametrize(("values", "told"), [([3.0] * 7, None), ([2.0] * 4 + [3.2] * 4, 3)])
def test_a_mean_is_rounded_and_told_from_eight_clients_on(values, told):
    assert IN_CLINIC.mean(values) == told


def test_a_percentage_says_no_more_than_the_rounded_numbers():
    assert percent(45, 50) == 90
    assert percent(55, 50) == 100
    assert percent(0, 0) is None


def test_a_small_team_is_told_together_with_the_smallest_other_one():
    figure = published(cells(a=3, b=20, c=11), IN_CLINIC)

    assert by_team(figure) == {"a+c": 15, "b": 20}
    assert figure.total == 35


def test_small_teams_that_are_enough_together_leave_the_others_alone():
    assert by_team(published(cells(a=3, b=20, c=6), IN_CLINIC)) == {"a+c": 10, "b": 20}


def test_a_clinic_too_small_to_cut_is_told_whole():
    figure = published(cells(a=3, b=9), IN_CLINIC)

    assert (figure.total, by_team(figure)) == (10, {})


def test_a_second_kind_is_hidden_where_the_first_could_be_worked_out():
    assert divided({"low": 3, "middle": 9, "high": 30}, IN_CLINIC) == {
        "low": None,
        "middle": None,
        "high": 30,
    }


def test_two_small_kinds_that_are_few_together_hide_a_third():
    assert divided({"low": 1, "middle": 2, "high": 30, "top": 10}, IN_CLINIC) == {
        "low": None,
        "middle": None,
        "high": 30,
        "top": None,
    }


def test_nothing_is_said_of_the_kinds_in_a_small_group_not_even_that_one_is_empty():
    assert divided({"low": 0, "high": 5}, IN_CLINIC) == {"low": None, "high": None}


def test_ones_own_figures_are_exact():
    assert by_team(published(cells(a=3, b=9), OWN)) == {"a": 3, "b": 9}
    assert divided({"low": 1, "high": 2}, OWN) == {"low": 1, "high": 2}
    assert OWN.mean([1.6]) == 2


# --- the adversary -----------------------------------------------------------------------------


@dataclass(frozen=True)
class MadeUp:
    """A clinic of so many clients over so many months. `shares`: how likely each thing is, in
    percent, so that some are had by nearly everyone and some by hardly anyone."""

    clients: int
    months: int
    teams: int
    shares: tuple[int, ...]
    seed: int

    def months_of_clients(self):
        chance = Random(self.seed)
        team_of = {f"k{each}": chance.choice(TEAMS[: self.teams]) for each in range(self.clients)}
        share = dict(zip(THINGS, self.shares, strict=True))
        return [
            [_client(chance, client, team, share) for client, team in team_of.items()]
            for _month in range(self.months)
        ]


SHARES = (0, 5, 15, 50, 85, 95, 100)
made_up = st.builds(
    MadeUp,
    clients=st.integers(1, 60),
    months=st.integers(1, 4),
    teams=st.integers(1, 4),
    shares=st.tuples(*[st.sampled_from(SHARES)] * len(THINGS)),
    seed=st.integers(0, 2**32),
)


def by_chance(seed):
    chance = Random(seed)
    sizes = chance.randint(1, 60), chance.randint(1, 4), chance.randint(1, 4)
    return MadeUp(*sizes, tuple(chance.choice(SHARES) for _thing in THINGS), seed)


def _client(chance, client, team, share):
    def has(name):
        return chance.randrange(100) < share[name]

    sessions = (2 if has("more") else 1) if has("sessions") else 0
    return ClientMonth(
        client=client,
        team=team,
        sessions=sessions,
        missing=int(has("missing")),
        line=(chance.choice(LINES) if has("low") else "within") if sessions else "",
        strained_days=chance.choice([3, 20, 40]) if has("strained") else None,
        waiting_days=chance.choice([3, 20, 40]) if has("waiting") else None,
        is_opened=bool(sessions) and has("opened"),
        closed=chance.choice(REASONS) if has("closed") else "",
        repaired_days=(chance.randrange(60),) if sessions and has("repaired") else (),
    )


def told_of(months):
    """What is published of each month, one after the other."""
    began = dict.fromkeys(("opened", "closed", "repaired"), 0)
    told = []
    for number, clients in zip(count(1), months, strict=False):
        gathered = Gathered(**{name: months[start:number] for name, start in began.items()})
        month = month_of(clients, gathered=gathered, rule=IN_CLINIC)
        began |= {name: number for name in began if getattr(month, name) is not None}
        told.append(month)
    return told


def found(months):
    """The groups of one to seven clients of which the adversary learned something."""
    told = told_of(months)
    adversary = attack(told, teams=TEAMS)
    for group, clients in sizes(months, told):
        low, high = adversary.bounds(group)
        assert low <= clients <= high, f"the adversary is wrong about {group}"
    return [
        (group, clients, adversary.bounds(group))
        for group, clients in sizes(months, told)
        if 1 <= clients < IN_CLINIC.fewest and adversary.has_found(group)
    ]


@pytest.mark.requirement("PRIV-04")
@settings(max_examples=PROBES, deadline=None)
@given(made_up)
def test_an_adversary_who_knows_every_month_team_and_kind_learns_nothing_of_a_small_group(clinic):
    assert found(clinic.months_of_clients()) == []


def succeeds(months):
    told = told_of(months)
    try:
        adversary = attack(told, teams=TEAMS)
    except AssertionError:  # what it believes of the rules does not hold without them
        return False
    return any(
        1 <= clients < IN_CLINIC.fewest and adversary.has_found(group)
        for group, clients in sizes(months, told)
        if adversary.bounds(group)[0] <= clients <= adversary.bounds(group)[1]
    )


def starred(cells, rule):
    """Small cells hidden and the total rounded, without joining: what is done too often."""
    if len(cells) == 1:
        return published(cells, rule)
    told = {
        teams: rule.rounded(cell.amount) for teams, cell in cells.items() if cell.may_be_told(rule)
    }
    total = sum(cell.amount for cell in cells.values())
    return Figure(rule.rounded(total) if total == 0 or total >= rule.fewest else None, told)


def only_counted(cells, rule):
    """Joined as it should be, but with an eye on those whom a figure is about and nobody else."""
    return published(
        {teams: Cell(cell.guarded[:1], cell.amount) for teams, cell in cells.items()}, rule
    )


def starred_kinds(parts, rule):
    return {kind: rule.rounded(n) if rule.tells(n) else None for kind, n in parts.items()}


def cut_anew(clients, cell, *, rule, within=None):
    """Each figure cut into teams by itself, whatever the others are cut into."""
    cells = {}
    for client in clients:
        team = frozenset({client.team})
        cells[team] = cells[team] + cell(client) if team in cells else cell(client)
    return published(cells, rule)


@pytest.mark.requirement("PRIV-04")
def test_nor_in_clinics_made_by_chance(tried):
    assert [seed for seed in range(PROBES) if found(by_chance(seed).months_of_clients())] == []
    tried(PROBES)


# Each with the first of the clinics made by chance in which the adversary then succeeds.
@pytest.mark.parametrize(
    ("name", "weaker", "seed"),
    [
        ("published", starred, 26),
        ("published", only_counted, 670),
        ("divided", starred_kinds, 50),
        ("_published", cut_anew, 796),
    ],
)
def test_the_same_adversary_succeeds_where_a_protection_is_off(monkeypatch, name, weaker, seed):
    months = by_chance(seed).months_of_clients()
    assert not succeeds(months)

    monkeypatch.setattr(clinic_month, name, weaker)

    assert succeeds(months)


@given(made_up)
@settings(max_examples=50, deadline=None)
def test_what_is_stored_is_what_is_published(clinic):
    for month in told_of(clinic.months_of_clients()):
        assert from_json(as_json(month)) == month


@pytest.mark.requirement("PRIV-03")
@given(made_up)
@settings(max_examples=100, deadline=None)
def test_every_published_cell_is_hidden_or_zero_or_a_multiple_of_five_from_ten(clinic):
    for month in told_of(clinic.months_of_clients()):
        figures = [month.seen, month.sessions, month.due, month.strained, month.waiting]
        figures += [each.figure for each in (month.opened, month.closed, month.repaired) if each]
        numbers = [n for figure in figures for n in (figure.total, *figure.teams.values())]
        numbers += [*month.line.values(), *month.strained_for.values(), *month.waiting_for.values()]
        assert all(n is None or n == 0 or (n >= 10 and n % 5 == 0) for n in numbers)
        assert set(month.strained_for) == set(AGES)
