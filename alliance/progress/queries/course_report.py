"""One client's course on paper, for supervision: what the reader may see, and nothing private."""

import re
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from alliance.logbook.models import Client, SessionLog
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Membership
from alliance.people.queries.places import supervisor_names
from alliance.progress.queries.client_page import client_page
from alliance.progress.queries.client_ruptures import Thread
from alliance.reviews.models import Comment
from alliance.web.pdf import drawn_for_print

MOST_COMMENTS = 6
_DESCRIBED = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)


def course_report(client: Client, *, reader: Membership, today: date) -> dict[str, Any] | None:
    """The values of `templates/print/course.typ`; None before there is a session to tell of.

    `client` comes with its key and its clinician's user. Raises Unreadable.
    """
    page = client_page(client, reader=reader, today=today, page=None, lists_all=True)
    logs = list(page.page.object_list)
    if page.charts is None or not logs:
        return None
    last, first = logs[0], logs[-1]
    span = {"code": client.code, "first": first.number, "last": last.number}
    return {
        "title": _("%(code)s, sessions %(first)d to %(last)d") % span,
        "kind": _("Supervision report"),
        "clinic": reader.clinic.name,
        "line": _line(client, first=first.held_on, last=last.held_on, today=today),
        "course": page.course,
        "trend": _drawing(str(page.charts.trend)),
        "strip": _drawing(str(page.charts.strip)),
        "ruptures": [_rupture(thread) for thread in page.ruptures],
        "said": _said(client, reader=reader, today=today),
        "footer": _(
            "Self-reflection by the clinician: not a measure of the client, and no basis for an"
            " appraisal. Private reflections are not included. Prepared on %(day)s for %(name)s."
        )
        % {"day": date_format(today, "j F Y"), "name": reader.user.name},
        "page": _("Page"),
        "words": _words(),
    }


def _words() -> dict[str, Any]:
    return {
        "felt": _("How it has felt"),
        "domains": _("By domain"),
        "darker": _("Darker means closer to Fully. A triangle marks an answer below usual range."),
        "ruptures": _("Ruptures"),
        "columns": [_("Noticed"), _("How it showed"), _("Where it is")],
        "said": _("Said in supervision"),
        "signatures": [_("Clinician, date"), _("Supervisor, date")],
    }


def _line(client: Client, *, first: date, last: date, today: date) -> str:
    names = supervisor_names(client.clinician, on=today)
    values = {
        "name": client.clinician.user.name,
        "supervisors": ", ".join(names),
        "first": date_format(first, "j F Y"),
        "last": date_format(last, "j F Y"),
    }
    if names:
        return _("%(name)s, supervised by %(supervisors)s. %(first)s to %(last)s.") % values
    return _("%(name)s. %(first)s to %(last)s.") % values


def _drawing(chart: str) -> dict[str, str]:
    """The wide drawing of a chart, and what it says in words."""
    if not chart:
        return {"svg": "", "alt": ""}
    svg = drawn_for_print(chart)
    described = _DESCRIBED.search(svg)
    return {"svg": svg, "alt": strip_tags(described[1]) if described else _("A chart")}


def _rupture(thread: Thread) -> list[str]:
    began = date_format(thread.noticed.held_on, "j M Y")
    showed = f"{thread.kind}. {thread.words}".strip() if thread.words else thread.kind
    return [began, showed, thread.course]


def _said(client: Client, *, reader: Membership, today: date) -> list[dict[str, str]]:
    """The latest comments below logs that the reader may see, in order."""
    visible = SessionLog.objects.of_client(client).visible_to(reader, on=today)
    rows = Comment.objects.filter(clinic=client.clinic_id, log__in=visible.values("pk"))
    told = list(rows.select_related("author__user").order_by("-written_at")[:MOST_COMMENTS])
    key = key_of(client)
    return [
        {
            "text": opened(row, column="text", key=key),
            "by": f"{row.author.user.name}, {date_format(row.written_at, 'j M Y')}",
        }
        for row in reversed(told)
    ]
