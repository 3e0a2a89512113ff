"""A trainee's course on paper, for their supervisor or for themselves.

Facts first, then client by client. What is told is what the reader may open page by page.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alliance.logbook.models import Client, SessionLog
from alliance.people.models import Membership
from alliance.people.queries.places import supervisor_names
from alliance.progress.queries.course_report import course_report
from alliance.progress.queries.trainee_course import (
    is_course_open_to,
    trainee_course,
    trainees_of,
)


def subjects_of(reader: Membership, *, on: date) -> list[tuple[UUID, str]]:
    """Of whom a report may be asked for that day: oneself first, then whom one reads."""
    own = [(reader.pk, _("Myself"))] if is_course_open_to(reader, reader, on=on) else []
    return own + trainees_of(reader, on=on)


def told_clients(trainee: Membership, *, reader: Membership, today: date) -> list[Client]:
    """Open clients of whom the reader may see a session, by code."""
    logs = SessionLog.objects.course_of(trainee, reader=reader, on=today)
    clients = Client.objects.of_clinician(trainee).open().filter(pk__in=logs.values("client"))
    return list(clients.select_related("key", "clinician__user").order_by("code"))


def client_papers(
    clients: list[Client], *, reader: Membership, today: date
) -> Iterator[dict[str, Any]]:
    """The course of each client. Raises Unreadable."""
    for client in clients:
        told = course_report(client, reader=reader, today=today)
        if told is not None:
            yield told


def supervision_paper(
    trainee: Membership, *, reader: Membership, clients: list[dict[str, Any]], today: date
) -> dict[str, Any]:
    """The values of `templates/print/supervision.typ`. `trainee` comes with their user."""
    course = trainee_course(trainee, reader=reader, today=today)
    growth = course.growth.lines if course.growth else []
    return {
        "title": trainee.user.name,
        "kind": _("Supervision report"),
        "clinic": reader.clinic.name,
        "line": _line(trainee, clients=len(clients), today=today),
        "facts": [list(fact) for fact in course.facts],
        "growth": [f"{line.name}: {line.text}" for line in growth],
        "clients": clients,
        "footer": _(
            "Self-reflection by the clinician: not a measure of clients, and no basis for an"
            " appraisal. Private reflections are not included. Prepared on %(day)s for %(name)s."
        )
        % {"day": date_format(today, "j F Y"), "name": reader.user.name},
        "page": _("Page"),
        "words": {
            "facts": _("The last twelve months"),
            "growth": _("Across clients"),
            "columns": [_("About"), _("What the logs say")],
            "signatures": [_("Trainee, date"), _("Supervisor, date")],
        },
    }


def _line(trainee: Membership, *, clients: int, today: date) -> str:
    names = ", ".join(supervisor_names(trainee, on=today))
    values = {"names": names, "day": date_format(today, "j F Y"), "clients": clients}
    return _("Supervised by %(names)s. %(day)s. Open clients told of: %(clients)d.") % values
