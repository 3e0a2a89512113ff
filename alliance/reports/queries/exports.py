"""The exports of one member, in sentences; and those that wait for a second person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliance.people.models import Membership
from alliance.reports.kinds.registry import kind_named
from alliance.reports.models import Export
from alliance.reports.orders import order_of

TOLD = timedelta(days=30)
EACH_PAGE = 20
METER_WIDTH = 100
NOTHING_LOST = gettext_lazy("Nothing was lost.")
REASONS: dict[str, str | Promise] = {
    "no_right": gettext_lazy("You may no longer have this report."),
    "disk_full": gettext_lazy("Stopped: the server ran out of disk space. Nothing was lost."),
    "gave_up": gettext_lazy("The server stopped three times while making this. Nothing was lost."),
    "broken": gettext_lazy("Something went wrong on the server. Nothing was lost."),
}
LEAVE = gettext_lazy("You can leave this page.")


@dataclass(frozen=True, kw_only=True)
class ExportRow:
    """One export of the list. `percent` is None until the rows were counted."""

    export_id: UUID
    title: str
    about: str
    icon: str
    line: str
    percent: int | None = None
    is_under_way: bool = False
    is_held: bool = False
    is_failed: bool = False
    can_download: bool = False
    can_try_again: bool = False
    announced: str = ""


def exports_of(member: Membership, *, now: datetime, number: str) -> Page:  # type: ignore[type-arg]
    """A page of what was asked for in the last thirty days, the latest first."""
    rows = Export.objects.visible_to(member).told_since(now - TOLD).select_related("approver__user")
    page = Paginator(rows, EACH_PAGE).get_page(number)
    told = []
    for export in page.object_list:
        export.author = member
        told.append(row_of(export, now=now))
    page.object_list = told  # type: ignore[assignment]
    return page


def row_of(export: Export, *, now: datetime) -> ExportRow:
    """`export` comes with its author, their clinic and user."""
    kind = kind_named(export.kind)
    has_file = export.has_file and not _is_over(export, now)
    is_over = export.state in {Export.State.FAILED, Export.State.CANCELLED}
    title = str(kind.title) if kind else _("A report of an earlier version")
    about = kind.about(order_of(export)) if kind else ""
    return ExportRow(
        export_id=export.pk,
        title=title,
        about=about,
        icon=kind.icon if kind else "file-earmark",
        line=_line(export, has_file=has_file, is_paper=bool(kind and kind.suffix == "pdf")),
        percent=_percent(export),
        is_under_way=export.is_under_way,
        is_held=export.state == Export.State.HELD,
        is_failed=export.state == Export.State.FAILED,
        can_download=has_file,
        can_try_again=kind is not None and is_over and export.failure != "declined",
        announced=_announced(export, title=title),
    )


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An export that another member asked for and that waits for this one's decision."""

    export_id: UUID
    title: str
    about: str
    name: str
    purpose: str
    asked_at: datetime


def waiting_for(member: Membership) -> list[Waiting]:
    rows = Export.objects.decided_by(member).select_related("author__clinic", "author__user")
    told = []
    for export in rows.order_by("queued_at", "pk")[:EACH_PAGE]:
        kind, order = kind_named(export.kind), order_of(export)
        if kind is not None:
            told.append(
                Waiting(
                    export_id=export.pk,
                    title=str(kind.title),
                    about=kind.about(order),
                    name=export.author.user.name,
                    purpose=order.purpose,
                    asked_at=export.queued_at,
                )
            )
    return told


def _is_over(export: Export, now: datetime) -> bool:
    return export.expires_at is None or export.expires_at <= now


def _percent(export: Export) -> int | None:
    if not export.rows_total:
        return None
    return min(100, METER_WIDTH * export.rows_done // export.rows_total)


def _line(export: Export, *, has_file: bool, is_paper: bool) -> str:
    state = Export.State
    if export.state == state.HELD:
        day = date_format(localtime(export.queued_at), "D j M")
        return _("Waits for a second person since %(day)s.") % {"day": day}
    if export.state == state.QUEUED:
        return _("In the queue.") + f" {LEAVE}"
    if export.state == state.RUNNING:
        return f"{_so_far(export)} {LEAVE}"
    if export.state == state.CANCELLED:
        return _("You stopped it. Nothing of it was kept.")
    if export.state == state.FAILED:
        return _why(export)
    if not has_file:
        return _gone(export)
    return " ".join(filter(None, [_made(export, is_paper=is_paper), _as_of(export)]))


def _so_far(export: Export) -> str:
    if not export.rows_total:
        return _("Counting.")
    done = min(export.rows_done, export.rows_total)
    told = {
        "done": number_format(done, force_grouping=True),
        "total": number_format(export.rows_total, force_grouping=True),
    }
    return _("%(done)s of %(total)s rows.") % told


def _made(export: Export, *, is_paper: bool) -> str:
    """Paper has no rows to tell of, unless there was nothing to put on it."""
    told = {
        "rows": _rows_words(export.rows_done),
        "size": filesizeformat(export.file_bytes or 0),
        "until": date_format(localtime(export.expires_at), "j M, H:i"),
    }
    if is_paper and export.rows_done:
        return _("%(size)s. Removed on %(until)s.") % told
    return _("%(rows)s, %(size)s. Removed on %(until)s.") % told


def _as_of(export: Export) -> str:
    """Of which moment its rows are, where a standby answered; "" where all is of when it began."""
    if export.read_behind_seconds is None or export.started_at is None:
        return ""
    moment = localtime(export.started_at) - timedelta(seconds=export.read_behind_seconds)
    told = {
        "moment": date_format(moment, "j M, H:i:s"),
        "behind": ngettext("%(seconds)s second", "%(seconds)s seconds", export.read_behind_seconds)
        % {"seconds": number_format(export.read_behind_seconds)},
    }
    return _("Read from the standby: as of %(moment)s, %(behind)s behind.") % told


def _rows_words(rows: int) -> str:
    if not rows:
        return _("No rows: there was nothing to report")
    words = ngettext("%(rows)s row", "%(rows)s rows", rows)
    return words % {"rows": number_format(rows, force_grouping=True)}


def _gone(export: Export) -> str:
    moment = export.removed_at or export.expires_at
    return _("Removed on %(day)s.") % {"day": date_format(localtime(moment), "j M, H:i")}


def _why(export: Export) -> str:
    if export.failure == "declined" and export.approver:
        return _("%(name)s did not approve it.") % {"name": export.approver.user.name}
    return str(REASONS.get(export.failure, NOTHING_LOST))


def _announced(export: Export, *, title: str) -> str:
    """What a screen reader hears when it is over; the rows in between are for the eye."""
    if export.state == Export.State.DONE:
        return _("%(title)s is ready.") % {"title": title}
    if export.state == Export.State.FAILED:
        return _("%(title)s could not be made.") % {"title": title}
    return ""
