"""Bringing one's own data back in: each client whole, and nothing twice."""

from collections import Counter
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction

from alliance.jobs.services.heart import Progress
from alliance.logbook.models import Absence, Client, Rupture, SessionLog
from alliance.logbook.services.absences import note_absence
from alliance.logbook.services.clients import CodeRefused, CodeTaken, add_client, close_client
from alliance.logbook.services.logs import save_log
from alliance.people.models import Membership
from alliance.reports.own_file import KeptClient, KeptSession, OwnFile

# What is counted.
NEW_CLIENTS, NEW_SESSIONS, KNOWN_SESSIONS, REFUSED = "clients", "sessions", "known", "refused"


def bring_back(file: OwnFile, *, by: Membership, progress: Progress) -> Counter[str]:
    """Each client in a transaction of its own. Broken off, it goes on where it was.

    A session is known by the form that it was first sent with, so the same file twice changes
    nothing the second time. A client whose code lies in the trash is left out and counted.
    """
    done: Counter[str] = Counter()
    for kept in file.clients:
        try:
            done += _bring_client(kept, by=by, progress=progress)
        except (CodeTaken, CodeRefused):
            done[REFUSED] += 1
    return done


@transaction.atomic
def _bring_client(kept: KeptClient, *, by: Membership, progress: Progress) -> Counter[str]:
    done: Counter[str] = Counter()
    client = Client.objects.of_clinician(by).coded(kept.code).select_related("key").first()
    if client is None:
        client = add_client(
            by,
            code=kept.code,
            started_on=kept.started_on,
            sessions_before=kept.sessions_before,
            contexts=kept.contexts,
            by=by,
        )
        done[NEW_CLIENTS] += 1
    known = set(_known(kept, by=by))
    ruptures: dict[str, UUID] = {}
    for session in kept.sessions:
        is_new = session.submission not in known
        done[NEW_SESSIONS if is_new else KNOWN_SESSIONS] += 1
        _bring_session(session, client=client, ruptures=ruptures, is_new=is_new, by=by)
        progress.step()
    if done[NEW_CLIENTS]:
        _bring_rest(kept, client=client, by=by)
    return done


def _known(kept: KeptClient, *, by: Membership) -> list[UUID]:
    sent = [session.submission for session in kept.sessions]
    rows = SessionLog.objects.filter(clinic=by.clinic_id, author=by, submission__in=sent)
    return list(rows.values_list("submission", flat=True))


def _bring_session(
    session: KeptSession, *, client: Client, ruptures: dict[str, UUID], is_new: bool, by: Membership
) -> None:
    """`ruptures`: old id → the one here, as far as they were brought in."""
    threads = {ruptures[old]: step for old, step in session.takes_up.items() if old in ruptures}
    if is_new:
        entry = replace(session.entry, threads=threads)
        log = save_log(client, entry=entry, submission=session.submission, by=by)
    else:
        log = SessionLog.objects.submitted_as(session.submission, by=by).get()
    if session.opens:
        opened = Rupture.objects.filter(clinic=by.clinic_id, opened_in=log).first()
        if opened is not None:
            ruptures[session.opens] = opened.pk


def _bring_rest(kept: KeptClient, *, client: Client, by: Membership) -> None:
    for each in kept.absences:
        note_absence(
            client,
            kind=Absence.Kind(each["kind"]),
            starts_on=date.fromisoformat(each["starts_on"]),
            ends_on=date.fromisoformat(each["ends_on"]) if each["ends_on"] else None,
            by=by,
        )
    if kept.closed_on:
        close_client(client, reason=kept.closing_reason, on=kept.closed_on, by=by)
