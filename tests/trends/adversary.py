"""Somebody who knows every figure that is published, how it is made, and how to subtract."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from alliance.trends.clinic_month import ClientMonth
from alliance.trends.published_month import AGES, Month
from alliance.trends.small_groups import IN_CLINIC, Figure

MOST = 10_000
FEWEST, OFF_BY = IN_CLINIC.fewest, IN_CLINIC.step // 2


@dataclass
class Adversary:
    """Bounds on the size of every group, drawn together by interval arithmetic."""

    low: dict[str, int] = field(default_factory=dict)
    high: dict[str, int] = field(default_factory=dict)
    # Each says: these sizes add up to something from … to …
    known: list[tuple[tuple[str, ...], tuple[str, ...], int, int]] = field(default_factory=list)
    # Groups that the rules would have hidden unless they are empty or large enough.
    never_small: set[str] = field(default_factory=set)

    def add_up(self, whole: str, parts: Iterable[str], *, is_never_small: bool = False) -> None:
        self.learn([whole], parts, low=0, high=0)
        if is_never_small:
            self.never_small.add(whole)

    def learn(self, plus: Iterable[str], minus: Iterable[str] = (), *, low: int, high: int) -> None:
        self.known.append((tuple(plus), tuple(minus), low, high))

    def bounds(self, group: str) -> tuple[int, int]:
        return self.low.get(group, 0), self.high.get(group, MOST)

    def think(self) -> None:
        """Until nothing more follows."""
        changed = True
        while changed:
            changed = sum(self._draws_in(*each) for each in self.known) > 0

    def _draws_in(self, plus: Sequence[str], minus: Sequence[str], low: int, high: int) -> bool:
        lows = [self.bounds(each)[0] for each in plus] + [-self.bounds(each)[1] for each in minus]
        highs = [self.bounds(each)[1] for each in plus] + [-self.bounds(each)[0] for each in minus]
        least, most = sum(lows), sum(highs)
        for place, group in enumerate([*plus, *minus]):
            others_least, others_most = least - lows[place], most - highs[place]
            own_low, own_high = low - others_most, high - others_least
            if place >= len(plus):
                own_low, own_high = -own_high, -own_low
            was = self.bounds(group)
            now = max(was[0], own_low), min(was[1], own_high)
            if group in self.never_small:
                now = (
                    (FEWEST if 0 < now[0] < FEWEST else now[0]),
                    (now[1] if now[1] >= FEWEST else 0),
                )
            if now != was:
                assert now[0] <= now[1], f"{group} cannot be: {now}"
                self.low[group], self.high[group] = now
                return True
        return False

    def has_found(self, group: str) -> bool:
        """Whether the group is known to be small, and more than that is known of it."""
        low, high = self.bounds(group)
        return high < FEWEST and (low, high) not in {(0, FEWEST - 1), (1, FEWEST - 1)}


def attack(months: Sequence[Month], *, teams: Sequence[str]) -> Adversary:
    """Everything that follows from all months, all teams and all kinds at once."""
    adversary = Adversary()
    for number, month in enumerate(months):
        _read(adversary, month, teams=teams, at=str(number))
    adversary.think()
    return adversary


def _read(adversary: Adversary, month: Month, *, teams: Sequence[str], at: str) -> None:
    def of(name: str) -> list[str]:
        return [f"{name}/{team}/{at}" for team in teams]

    for name in ("seen", "strained", "waiting"):
        figure = getattr(month, name)
        _read_figure(adversary, figure, name=name, at=at, teams=teams, is_clients=True)
        if figure.total is None:
            adversary.learn(of(name), low=1, high=FEWEST - 1)
    for name in ("sessions", "due"):
        _read_figure(adversary, getattr(month, name), name=name, at=at, teams=teams)
    _read_guarded(adversary, month.sessions, names=["seen", "more"], teams=teams, at=at)
    _read_guarded(adversary, month.due, names=["seen", "more", "missing"], teams=teams, at=at)
    for team in teams:
        key = f"{team}/{at}"
        # A client seen more than once makes a session more than there are clients.
        adversary.learn([f"more/{key}", f"seen/{key}"], [f"sessions/{key}"], low=-MOST, high=0)
        adversary.learn([f"once/{key}", f"more/{key}"], [f"seen/{key}"], low=0, high=0)
        adversary.learn([f"missing/{key}", f"sessions/{key}"], [f"due/{key}"], low=-MOST, high=0)
    _read_parts(adversary, month.line, whole=of("seen"), name="line", at=at)
    _read_parts(adversary, month.strained_for, whole=of("strained"), name="strained", at=at)
    _read_parts(adversary, month.waiting_for, whole=of("waiting"), name="waiting", at=at)
    for name in ("opened", "repaired", "closed"):
        stretch = getattr(month, name)
        if stretch is None:
            continue
        _read_figure(adversary, stretch.figure, name=name, at=at, teams=teams, is_clients=True)
        if stretch.months == 1 and name != "closed":
            for team in teams:
                key = f"{team}/{at}"
                adversary.learn(
                    [f"{name}/{key}", f"not-{name}/{key}"], [f"seen/{key}"], low=0, high=0
                )
            adversary.add_up(f"not-{name}/whole/{at}", of(f"not-{name}"))
            _read_guarded(adversary, stretch.figure, names=[f"not-{name}"], teams=teams, at=at)
    if month.closed:
        _read_parts(adversary, month.closed.parts, whole=of("closed"), name="closed", at=at)
    for name in ("more", "once", "missing"):
        adversary.learn([f"{name}/whole/{at}"], of(name), low=0, high=0)


def _read_guarded(
    adversary: Adversary, figure: Figure, *, names: list[str], teams: Sequence[str], at: str
) -> None:
    """A figure that is told tells too that nobody guarded is few."""
    for name in names:
        for group in figure.teams:
            parts = [f"{name}/{team}/{at}" for team in group]
            adversary.add_up(f"{name}/{sorted(group)}/{at}", parts, is_never_small=True)
        if figure.total is not None and is_partition(figure, teams):
            parts = [f"{name}/{team}/{at}" for team in teams]
            adversary.add_up(f"{name}/told/{at}", parts, is_never_small=True)


def _read_figure(
    adversary: Adversary,
    figure: Figure,
    *,
    name: str,
    at: str,
    teams: Sequence[str],
    is_clients: bool = False,
) -> None:
    keys = {team: f"{name}/{team}/{at}" for team in teams}
    adversary.learn([f"{name}/whole/{at}"], keys.values(), low=0, high=0)
    for group, amount in figure.teams.items():
        members = [keys[team] for team in group]
        low, high = _interval(amount) if is_clients or not amount else _loose(amount)
        adversary.learn(members, low=low, high=high)
    missing = [keys[team] for team in teams if not any(team in group for group in figure.teams)]
    if figure.teams and missing and is_partition(figure, teams):
        adversary.learn(missing, low=0, high=0)
    if figure.total is not None and not (figure.teams and is_partition(figure, teams)):
        low, high = _interval(figure.total) if is_clients else _loose(figure.total)
        adversary.learn(keys.values(), low=low, high=high)


def is_partition(figure: Figure, teams: Sequence[str]) -> bool:
    """Whether the total says no more than the teams do."""
    return not figure.teams or figure.total == sum(figure.teams.values())


def _read_parts(
    adversary: Adversary, parts: dict[str, int | None], *, whole: list[str], name: str, at: str
) -> None:
    keys = {kind: f"{name}={kind}/{at}" for kind in parts}
    adversary.learn(keys.values(), whole, low=0, high=0)
    for kind, told in parts.items():
        low, high = (0, MOST) if told is None else _interval(told)
        adversary.learn([keys[kind]], low=low, high=high)
    hidden = [keys[kind] for kind, told in parts.items() if told is None]
    if 0 < len(hidden) < len(parts):
        # Where the whole is told, a hidden kind has somebody in it, and all of them are enough.
        for key in hidden:
            adversary.learn([key], low=1, high=MOST)
        adversary.learn(hidden, low=FEWEST, high=MOST)


def _interval(told: int) -> tuple[int, int]:
    """What a rounded number of clients was before."""
    return (max(told - OFF_BY, FEWEST), told + OFF_BY) if told else (0, 0)


def _loose(told: int) -> tuple[int, int]:
    return (told - OFF_BY, told + OFF_BY) if told else (0, 0)


def sizes(
    months: Sequence[Sequence[ClientMonth]], told: Sequence[Month]
) -> Iterator[tuple[str, int]]:
    """The true size of every group that the adversary may be after."""
    for number, clients in enumerate(months):
        counted: dict[str, int] = {}
        for client in clients:
            for name in _groups(client):
                for group in (f"{name}/{client.team}/{number}", f"{name}/whole/{number}"):
                    counted[group] = counted.get(group, 0) + 1
            for name in _kinds(client):
                counted[f"{name}/{number}"] = counted.get(f"{name}/{number}", 0) + 1
        for name in ("opened", "closed", "repaired"):
            counted |= _gathered(name, months, told, number=number)
        yield from counted.items()


def _groups(client: ClientMonth) -> Iterator[str]:
    if client.sessions:
        yield "seen"
        yield "more" if client.sessions > 1 else "once"
        if not client.is_opened:
            yield "not-opened"
        if not client.repaired_days:
            yield "not-repaired"
    if client.missing:
        yield "missing"
    if client.strained_days is not None:
        yield "strained"
    if client.waiting_days is not None:
        yield "waiting"


def _kinds(client: ClientMonth) -> Iterator[str]:
    if client.line:
        yield f"line={client.line}"
    for name, days in (("strained", client.strained_days), ("waiting", client.waiting_days)):
        if days is not None:
            yield f"{name}={AGES[(days >= 14) + (days > 28)]}"


def _gathered(
    name: str, months: Sequence[Sequence[ClientMonth]], told: Sequence[Month], *, number: int
) -> dict[str, int]:
    """Who has a part in the stretch that ends in this month."""
    stretch = getattr(told[number], name)
    if stretch is None:
        return {}
    having = {
        client.client: client
        for month in months[number + 1 - stretch.months : number + 1]
        for client in month
        if {"opened": client.is_opened, "closed": client.closed, "repaired": client.repaired_days}[
            name
        ]
    }
    counted: dict[str, int] = {}
    for client in having.values():
        kinds = [f"closed={client.closed}/{number}"] if name == "closed" else []
        for group in (f"{name}/{client.team}/{number}", f"{name}/whole/{number}", *kinds):
            counted[group] = counted.get(group, 0) + 1
    return counted
