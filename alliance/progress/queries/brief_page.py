"""The brief before a session: half a page, read in twenty seconds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.catalogue.contexts import EARLY_PHASE, FIRST_SESSION, NEAR_DROPOUT, TRAINEE, derive
from alliance.catalogue.items import HIGHEST_LOW
from alliance.catalogue.load import CURRENT_EDITION, checklist
from alliance.logbook.models import Client, SessionLog
from alliance.logbook.queries.withheld import without_held_words
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Membership
from alliance.progress.queries.brief import Brief, brief
from alliance.progress.queries.client_page import SESSIONS_SHOWN
from alliance.progress.queries.client_ruptures import beginning, threads_in
from alliance.reviews.queries.said_since import Answer, answers_since
from alliance.vault.data_keys import DataKey
from alliance.web.prepared import prepared

MOST_LOW = 2
# The statements about deciding, explaining and complaining: what Bordin calls tasks and goals being
# agreed, and the invitation to say what isn't working. Our reading; see decision 9.
ABOUT_THE_WORK = ("tasks-together", "goals-link", "repair-invited")
LOWEST_TALKED = 4
# They hold for one session and say nothing of the next.
OF_ONE_SESSION = frozenset({FIRST_SESSION, EARLY_PHASE, NEAR_DROPOUT})


@dataclass(frozen=True)
class Low:
    """A statement that was rated low last time, with the answer in words."""

    statement: str
    answer: str


@dataclass(frozen=True)
class BriefPage:
    """`before` is None until a first session was logged.

    `earlier_intention` is the one that the last session was to try, `went` how that went.
    """

    client: Client
    before: Brief | None
    earlier_intention: str
    went: str
    low: tuple[Low, ...]
    low_line: str
    work_line: str
    answers: tuple[Answer, ...]
    prompt: str


def brief_page(client: Client, *, reader: Membership, today: date) -> BriefPage:
    """In four queries. `client` comes with its key; of its logs, those `reader` may see are told.

    Raises Unreadable.
    """
    logs = list(reversed(_latest(client, reader=reader, on=today)))
    for log in without_held_words(logs, reader=reader):
        log.client = client
    key = key_of(client)
    threads = threads_in(logs, reader=reader, on=today, key=key)
    before = brief(logs, threads=threads, key=key, today=today) if logs else None
    went = logs[-1].get_last_intention_display() if logs else ""
    is_known = went and len(logs) > 1
    low = _low(logs[-1]) if logs else []
    return BriefPage(
        client=client,
        before=before,
        earlier_intention=opened(logs[-2], column="intention", key=key) if is_known else "",
        went=str(went),
        low=tuple(low[:MOST_LOW]),
        low_line="" if low or not logs else _low_line(logs[-1]),
        work_line=work_last_talked_about(logs),
        answers=_answers(logs, reader=reader, on=today, key=key),
        prompt=_prompt(client, logs=logs, before=before),
    )


@prepared
def _latest(client: Client, *, reader: Membership, on: date) -> QuerySet[SessionLog]:
    visible = SessionLog.objects.of_client(client).visible_to(reader, on=on)
    return visible.defer("shared_note").reverse()[:SESSIONS_SHOWN]


def _answers(
    logs: Sequence[SessionLog], *, reader: Membership, on: date, key: DataKey
) -> tuple[Answer, ...]:
    """What supervisors wrote since the last session: how it begins, the rest is a page away."""
    if not logs:
        return ()
    said = answers_since(logs[-1], reader=reader, on=on, key=key)
    return tuple(replace(answer, text=beginning(answer.text)) for answer in said)


def work_last_talked_about(logs: Sequence[SessionLog]) -> str:
    """The last session in which a statement about the work itself was rated Mostly or Fully.

    `logs` in the order of their sessions. Nothing if none of those statements was ever rated.
    """
    rated = [log for log in logs if not log.ratings.keys().isdisjoint(ABOUT_THE_WORK)]
    if not rated:
        return ""
    talked = next((log for log in reversed(rated) if _is_talked_about(log)), None)
    if talked is None:
        count = len(logs)
        text = ngettext("Not in the last session.", "Not in the last %d sessions.", count)
        return text % count if "%d" in text else text
    ago = logs[-1].number - talked.number
    if not ago:
        return _("Last time.")
    text = ngettext("%(count)d session before the last, on %(day)s.",
                    "%(count)d sessions before the last, on %(day)s.", ago)  # fmt: skip
    return text % {"count": ago, "day": date_format(talked.held_on, "j M")}


def _is_talked_about(log: SessionLog) -> bool:
    answers = (log.ratings.get(item_id) for item_id in ABOUT_THE_WORK)
    return any(isinstance(answer, int) and answer >= LOWEST_TALKED for answer in answers)


def _low(log: SessionLog) -> list[Low]:
    """Statements that were low, the lowest first."""
    asked = checklist(log.edition)
    found = [
        (item.adjusted(rating), item, rating)
        for item_id, item in asked.items_and_extras.items()
        if isinstance(rating := log.ratings.get(item_id), int)
        and item.adjusted(rating) <= HIGHEST_LOW
    ]
    found.sort(key=lambda each: each[0])
    return [
        Low(item.wording(log.contexts).removesuffix("."), asked.scale.word(rating))
        for _adjusted, item, rating in found
    ]


def _low_line(log: SessionLog) -> str:
    """No statement was low: a domain below its range is still told."""
    for domain in checklist(log.edition).domains:
        score, low, _high = log.domain_readings.get(domain.id, (None, None, None))
        if score is not None and low is not None and score < low:
            return _("%s, a little below its usual range.") % domain.label
    return _("Nothing, last time.") if log.ratings else _("Nothing was rated last time.")


def _prompt(client: Client, *, logs: Sequence[SessionLog], before: Brief | None) -> str:
    """One question of the content that fits the session to come; another one each time.

    Not one whose answer stands on the page already.
    """
    number = logs[-1].number + 1 if logs else client.sessions_before + 1
    answered = set()
    if before and before.intention:
        answered.add("prep-intention")
    if before and before.left_open:
        answered.add("prep-repair")
    asked = checklist(CURRENT_EDITION).prompts_for(_contexts_to_come(client, logs=logs))
    fitting = [prompt for prompt in asked if prompt.id not in answered]
    return fitting[number % len(fitting)].text


def _contexts_to_come(client: Client, *, logs: Sequence[SessionLog]) -> frozenset[str]:
    """Those of the client and of the last session that go on, and what the number says."""
    last = logs[-1] if logs else None
    said = frozenset(last.contexts) if last else frozenset()
    derived = derive(
        session_number=last.number + 1 if last else client.sessions_before + 1,
        setting=last.setting if last else SessionLog.Setting.IN_PERSON,
        is_trainee=TRAINEE in said,
        missed_before=False,
    )
    return frozenset(client.contexts) | (said - OF_ONE_SESSION) | derived
