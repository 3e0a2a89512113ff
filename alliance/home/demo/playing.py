"""Plays stories through the services, session after session, as if logged on the day."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from random import Random

from alliance.catalogue.contexts import derive
from alliance.catalogue.load import CURRENT_EDITION, checklist
from alliance.home.demo.ratings import Course
from alliance.home.demo.stories import Moment, Story
from alliance.logbook.entries import LogEntry
from alliance.logbook.models import Absence, Client, Rupture, RuptureStep, SessionLog, Suggestion
from alliance.logbook.services.absences import note_absence
from alliance.logbook.services.clients import add_client, close_client
from alliance.logbook.services.drafts import save_draft
from alliance.logbook.services.logs import save_log
from alliance.logbook.services.suggestions import take_card
from alliance.people.models import Membership
from alliance.people.services import remember_log_form


@dataclass
class Told:
    """A story that is being played: how far it has come."""

    story: Story
    client: Client
    course: Course
    last: SessionLog | None = None


@dataclass(frozen=True)
class Scene:
    """One session of one story."""

    told: Told
    number: int
    held_on: date
    at: time

    @property
    def moment(self) -> Moment:
        return self.told.story.moments.get(self.number, Moment())


def play(
    stories: Sequence[Story],
    *,
    clinician: Membership,
    today: date,
    trainee_since: date | None = None,
) -> None:
    """Log all sessions in the order in which they were held. The caller holds the transaction."""
    scenes = []
    for story in stories:
        days = story.days(today=today)
        told = Told(
            story=story,
            client=_add_client(story, clinician=clinician, first_held_on=days[0]),
            course=_course(story),
        )
        _note_absences(told, days=days, by=clinician)
        scenes += [Scene(told, number, day, story.at) for number, day in enumerate(days, start=1)]
    for scene in sorted(scenes, key=attrgetter("held_on", "at")):
        _play_scene(scene, by=clinician, is_trainee=_is_since(trainee_since, scene.held_on))
    for scene in scenes:
        if scene.number == scene.told.story.sessions:
            _end(scene, by=clinician, today=today)
    clinician.refresh_from_db(fields=["log_form"])
    remember_log_form(clinician, log_form=Membership.LogForm.CORE)


def _course(story: Story) -> Course:
    """The same every time: chance for a story is no secret."""
    chance = Random(story.code)  # noqa: S311 - made-up ratings
    return Course(chance, wobble=story.wobble, stray=story.stray)


def _is_since(start: date | None, day: date) -> bool:
    return start is not None and start <= day


def _add_client(story: Story, *, clinician: Membership, first_held_on: date) -> Client:
    return add_client(
        clinician,
        code=story.code,
        started_on=first_held_on - timedelta(weeks=story.sessions_before),
        sessions_before=story.sessions_before,
        contexts=story.contexts,
        by=clinician,
    )


def _note_absences(told: Told, *, days: Sequence[date], by: Membership) -> None:
    """Weeks without a session are said, so that no log seems to be missing."""
    day, week = timedelta(days=1), timedelta(weeks=1)
    for number in told.story.breaks:
        starts_on, ends_on = days[number - 1] + day, days[number] - day
        kind = Absence.Kind.HOLIDAY
        note_absence(told.client, kind=kind, starts_on=starts_on, ends_on=ends_on, by=by)
    for number, kind in told.story.missed.items():
        note_absence(told.client, kind=kind, starts_on=days[number - 1] + week, by=by)


def _play_scene(scene: Scene, *, by: Membership, is_trainee: bool) -> None:
    told = scene.told
    entry = _entry(scene, is_trainee=is_trainee)
    log = save_log(told.client, entry=entry, submission=uuid.uuid4(), by=by)
    offered = Suggestion.objects.of_log(log).select_related("client").first()
    if scene.moment.takes_card and offered:
        take_card(offered, by=by)
    told.last = log
    _date_back(log, to=_written_at(scene, by=by))


def _entry(scene: Scene, *, is_trainee: bool) -> LogEntry:
    story, moment = scene.told.story, scene.moment
    number = story.sessions_before + scene.number
    contexts = derive(
        session_number=number,
        setting=story.setting,
        is_trainee=is_trainee,
        missed_before=scene.number - 1 in story.missed,
    ).union(story.contexts)
    asked = checklist(CURRENT_EDITION)
    items = (*asked.items_for(story.form), *asked.extras_for(contexts))  # type: ignore[arg-type]
    return LogEntry(
        held_on=scene.held_on,
        started_at=scene.at,
        minutes=story.minutes,
        setting=story.setting,
        form=story.form,
        contexts=tuple(sorted(contexts)),
        ratings=scene.told.course.next_ratings(
            items,
            level=story.level(scene.number) + moment.shift,
            low=moment.low,
            is_strained=bool(moment.opens or moment.takes_up),
        ),
        reflection=moment.reflection,
        shared_note=moment.shared_note,
        for_supervision=bool(moment.question),
        supervision_question=moment.question,
        hold_back=moment.hold_back,
        intention=moment.intention,
        last_intention=moment.last_intention,
        rupture=moment.opens,
        threads={_open_thread(scene.told): moment.takes_up} if moment.takes_up else {},
        outcomes=_outcomes(scene.told, said=moment.outcome),
    )


def _open_thread(told: Told) -> uuid.UUID:
    return Rupture.objects.of_client(told.client).unclosed().get().pk


def _outcomes(told: Told, *, said: str) -> dict[uuid.UUID, str]:
    """What is said of the card that was taken last time, if one was offered."""
    if not said:
        return {}
    taken = Suggestion.objects.filter(log=told.last, taken_at__isnull=False)
    return {suggestion.pk: said for suggestion in taken}


def _end(scene: Scene, *, by: Membership, today: date) -> None:
    story, client = scene.told.story, scene.told.client
    if story.closed:
        close_client(client, reason=story.closed, on=scene.held_on, by=by)
    if story.draft_answers:
        _leave_draft(scene, by=by, today=today)


def _leave_draft(scene: Scene, *, by: Membership, today: date) -> None:
    """A form that was left half filled, as the browser sends it."""
    story, submission = scene.told.story, uuid.uuid4()
    core = checklist(CURRENT_EDITION).core_ids[: story.draft_answers]
    fields = {
        "client": str(scene.told.client.pk),
        "held_on": today.isoformat(),
        "minutes": str(story.minutes),
        "setting": story.setting,
        "form": story.form,
        "version": "0",
        "submission": str(submission),
        "reflection": "They were in the car again, so we spoke about",
        **{f"rating-{item_id}": "4" for item_id in core},
    }
    save_draft(
        submission,
        client=scene.told.client,
        fields={name: [value] for name, value in fields.items()},
        answered=story.draft_answers,
        held_on=today,
        log=None,
        by=by,
    )


# --- dates: services write down the moment of writing, and a story lies in the past -------------


def _written_at(scene: Scene, *, by: Membership) -> datetime:
    began = datetime.combine(scene.held_on, scene.at, tzinfo=by.clinic.zone)
    return began + timedelta(minutes=scene.told.story.minutes + 10)


def _date_back(log: SessionLog, *, to: datetime) -> None:
    SessionLog.objects.filter(pk=log.pk).update(created_at=to, changed_at=to)
    log.versions.update(written_at=to)
    log.suggestions.update(offered_at=to)
    log.suggestions.filter(taken_at__isnull=False).update(taken_at=to)
    RuptureStep.objects.filter(log=log).update(noted_at=to)
