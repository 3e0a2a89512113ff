"""Bring back: a file of My data, read in again; what is made is a page that says what came."""

from collections import Counter
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.jobs.services.heart import Progress
from alliance.people.access import can_log_sessions
from alliance.reports.forms.bringing import BringingForm
from alliance.reports.kinds.kind import Kind, Order
from alliance.reports.own_file import OwnFile, read_own_file
from alliance.reports.services.bringing import (
    KNOWN_SESSIONS,
    NEW_CLIENTS,
    NEW_SESSIONS,
    REFUSED,
    bring_back,
)


def write(order: Order, out: IO[bytes], progress: Progress) -> None:
    file = read_own_file(order.upload)
    progress.expect(file.sessions)
    done = bring_back(file, by=order.author, progress=progress)
    out.write("\r\n".join(_lines(file, done)).encode())


def _lines(file: OwnFile, done: Counter[str]) -> list[str]:
    told = [
        (_("Clients new here"), done[NEW_CLIENTS]),
        (_("Sessions brought in"), done[NEW_SESSIONS]),
        (_("Sessions that were here already"), done[KNOWN_SESSIONS]),
        (_("Clients left out: their code lies in the trash, or is not taken here"), done[REFUSED]),
        (_("Left out, because they lay in the trash"), file.in_trash),
    ]
    rest = _(
        "Brought in were clients, sessions with their notes and reflections, ruptures and absences."
        " Signals, usual ranges and suggestions were worked out anew. What others wrote, sign-offs,"
        " earlier versions and the trail of the old place stay in the file."
    )
    return [*(f"{words}: {count}" for words, count in told), "", rest, ""]


BRING_BACK = Kind(
    name="bring_back",
    title=gettext_lazy("Bring my data back"),
    line=gettext_lazy("Read a file of My data in again, here or in a new place. Nothing twice."),
    icon="box-arrow-in-down",
    suffix="txt",
    form=BringingForm,
    can_ask=can_log_sessions,
    still_holds=lambda order: can_log_sessions(order.author),
    about=lambda order: "",
    write=write,
    holds_reflections=True,
    takes_file=True,
    button=gettext_lazy("Bring it back"),
)
