"""The caseload of one clinician in a made-up world: clients, logs and what hangs on them."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta

from alliance.catalogue.choosing import choose
from alliance.catalogue.contexts import derive
from alliance.catalogue.load import CURRENT_EDITION, checklist, guidance
from alliance.catalogue.situations import Situation
from alliance.home.demo.ratings import Course
from alliance.home.seeding.clinics import Post
from alliance.home.seeding.sentences import INTENTIONS, REFLECTIONS, SHARED_NOTES
from alliance.home.seeding.strains import Strains
from alliance.home.seeding.worlds import (
    WEEKS_OF_ENDINGS,
    Chance,
    World,
    morning,
)
from alliance.logbook.codes import LETTERS
from alliance.logbook.models import (
    Client,
    ClientKey,
    Reflection,
    Rupture,
    RuptureStep,
    SessionLog,
    Signal,
    Suggestion,
)
from alliance.logbook.sealing import key_of, sealed
from alliance.logbook.services.readings import new_signals, read_series, set_reading
from alliance.logbook.services.suggestions import reason_codes
from alliance.trends.prior import Learned, prior_from
from alliance.vault.data_keys import DataKey, new_data_key

SETTINGS = ("in_person",) * 7 + ("video", "video", "phone")
CONTEXTS = ("mandated", "quiet_client", "culture_language", "trauma", "health_team")
REASONS = ("completed", "dropped_out", "referred_on")


@dataclass
class Caseload:
    """All rows of one clinician, in the order in which they can be stored."""

    clients: list[Client] = field(default_factory=list)
    keys: list[ClientKey] = field(default_factory=list)
    logs: list[SessionLog] = field(default_factory=list)
    reflections: list[Reflection] = field(default_factory=list)
    ruptures: list[Rupture] = field(default_factory=list)
    steps: list[RuptureStep] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)


def make_caseload(world: World, *, post: Post) -> Caseload:
    """The rows are not stored. The same world and post give the same rows, bar sealed bytes."""
    chance = world.chance("caseload", post.clinic, post.number)
    caseload, learned = Caseload(), list[Learned]()
    for number in range(world.clients):
        course = _SeededClient(world, post=post, number=number, chance=chance)
        course.add_to(caseload, learned=learned)
    return caseload


class _SeededClient:
    """One client, whose sessions are made from the first to the last."""

    def __init__(self, world: World, *, post: Post, number: int, chance: Chance) -> None:
        self._chance = chance
        self._post = post
        self._form = "core" if chance.one_in(1.5) else "full"
        self._setting = chance.choice(SETTINGS)
        self._is_closed = chance.one_in(3)
        self._days = _days(world, is_closed=self._is_closed, chance=chance)
        self._level = chance.gauss(72, 8)
        self._drift = chance.gauss(0, 8) / world.sessions
        self._course = Course(chance, wobble=3, stray=0.45)
        self.client = self._client(number)
        self._key_row = _key_row(self.client)
        self._key: DataKey = key_of(self.client)

    def _client(self, number: int) -> Client:
        chance, first, last = self._chance, self._days[0], self._days[-1]
        sessions_before = chance.randint(1, 30) if chance.one_in(10) else 0
        return Client(
            id=chance.id_at(morning(first)),
            clinic_id=self._post.clinic_id,
            clinician_id=self._post.member_id,
            code=f"{LETTERS[number % len(LETTERS)]}-{number:02d}",
            started_on=first - timedelta(weeks=sessions_before),
            sessions_before=sessions_before,
            contexts=[chance.choice(CONTEXTS)] if chance.one_in(5) else [],
            closed_on=last if self._is_closed else None,
            closing_reason=chance.choice(REASONS) if self._is_closed else "",
            created_at=morning(first),
        )

    def add_to(self, caseload: Caseload, *, learned: list[Learned]) -> None:
        """`learned` is what the clinician's earlier clients taught; this one's is added."""
        client, strains = self.client, Strains(self._chance, key=self._key)
        client.prior = asdict(prior_from(learned))
        logs: list[SessionLog] = []
        for day in self._days:
            shift = strains.next_shift()
            logs.append(self._log(day, number=len(logs) + 1, shift=shift, last=logs[-1:]))
            strains.tell_of(logs[-1])
        readings = read_series(client, logs=logs)
        for number, (log, reading) in enumerate(zip(logs, readings, strict=True), start=1):
            set_reading(log, reading=reading, number=client.sessions_before + number)
            caseload.signals += self._signals(log, new_signals(log, reading=reading))
        client.learned = asdict(readings[-1].learned)
        learned.append(readings[-1].learned)
        caseload.clients.append(client)
        caseload.keys.append(self._key_row)
        caseload.logs += logs
        caseload.reflections += self._reflections(logs)
        caseload.ruptures += strains.ruptures
        caseload.steps += strains.steps
        caseload.suggestions += self._suggestions(logs[-1])

    def _log(self, day: date, *, number: int, shift: float, last: list[SessionLog]) -> SessionLog:
        chance, client = self._chance, self.client
        began = time(chance.randint(8, 18), chance.choice((0, 15, 30)))
        written_at = datetime.combine(day, began, tzinfo=morning(day).tzinfo) + timedelta(hours=1)
        contexts = self._contexts(client.sessions_before + number)
        asked = checklist(CURRENT_EDITION)
        log = SessionLog(
            id=chance.id_at(written_at),
            clinic_id=client.clinic_id,
            client_id=client.pk,
            author_id=client.clinician_id,
            held_on=day,
            started_at=began,
            minutes=50,
            setting=self._setting,
            form=self._form,
            edition=CURRENT_EDITION,
            contexts=contexts,
            ratings=self._course.next_ratings(
                asked.items_for(self._form),  # type: ignore[arg-type]
                level=self._level + self._drift * number + shift,
                is_strained=shift < 0,
            ),
            submission=chance.id_at(written_at),
            created_at=written_at,
            changed_at=written_at,
        )
        if last and last[0].intention:
            log.last_intention = chance.choice(SessionLog.IntentionOutcome.values)
        self._write(log, column="shared_note", words=SHARED_NOTES, one_in=7)
        self._write(log, column="intention", words=INTENTIONS, one_in=1.6)
        return log

    def _contexts(self, session_number: int) -> list[str]:
        return sorted(
            derive(
                session_number=session_number,
                setting=self._setting,
                is_trainee=self._post.is_trainee,
                missed_before=False,
            ).union(self.client.contexts)
        )

    def _write(
        self, log: SessionLog, *, column: str, words: tuple[str, ...], one_in: float
    ) -> None:
        if self._chance.one_in(one_in):
            text = self._chance.choice(words)
            setattr(log, column, sealed(text, row=log, column=column, key=self._key))

    def _reflections(self, logs: list[SessionLog]) -> list[Reflection]:
        chance, reflections = self._chance, []
        for log in logs:
            if chance.one_in(3):
                row = Reflection(
                    id=chance.id_at(log.created_at),
                    clinic_id=log.clinic_id,
                    log_id=log.pk,
                    author_id=log.author_id,
                )
                text = " ".join(chance.sample(REFLECTIONS, k=2))
                row.text = sealed(text, row=row, column="text", key=self._key)
                reflections.append(row)
        return reflections

    def _signals(self, log: SessionLog, signals: list[Signal]) -> list[Signal]:
        for signal in signals:
            signal.id = self._chance.id_at(log.created_at)
        return signals

    def _suggestions(self, log: SessionLog) -> list[Suggestion]:
        """For the latest log only: what its page shows."""
        situation = Situation(
            ratings=log.ratings, session_number=log.number, contexts=frozenset(log.contexts)
        )
        asked, cards = checklist(log.edition), guidance(log.edition)
        chosen = choose(situation, guidance=cards, checklist=asked)
        return [
            Suggestion(
                id=self._chance.id_at(log.created_at),
                clinic_id=log.clinic_id,
                client_id=log.client_id,
                log_id=log.pk,
                author_id=log.author_id,
                edition=log.edition,
                card=choice.card.id,
                rank=rank,
                reason=reason_codes(choice),
                offered_at=log.created_at,
            )
            for rank, choice in enumerate(chosen)
        ]


def _days(world: World, *, is_closed: bool, chance: Chance) -> list[date]:
    """Weekly for the most part, on one weekday, up to this week or to where the client left."""
    weeks_ago = chance.randrange(1, WEEKS_OF_ENDINGS) if is_closed else 0
    last = world.until - timedelta(days=chance.randrange(7) + 7 * weeks_ago)
    last -= timedelta(days=max(last.weekday() - 4, 0))
    days = [last]
    while len(days) < world.sessions:
        days.append(days[-1] - timedelta(weeks=2 if chance.one_in(8) else 1))
    return days[::-1]


def _key_row(client: Client) -> ClientKey:
    wrapped = new_data_key(clinic_id=client.clinic_id, owner_id=client.pk)
    return ClientKey(client=client, clinic_id=client.clinic_id, wrapped=wrapped)
