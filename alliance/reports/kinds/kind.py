"""What a kind of report is: one module in this package each, listed in `registry`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from alliance.jobs.services.heart import Progress
from alliance.people.models import Clinic, Membership
from alliance.reports.forms.asking import ReportForm


@dataclass(frozen=True, kw_only=True)
class Order:
    """What was asked for. `author` comes with its clinic and user.

    `parameters` are what the form said, as JSON holds it; `today` is the day of asking where the
    clinic is, so that a second try says the same as the first.
    """

    author: Membership
    parameters: Mapping[str, Any]
    today: date
    purpose: str = ""
    # A file that was sent along, while it is needed.
    upload: bytes = b""

    @property
    def clinic(self) -> Clinic:
        return self.author.clinic


def never(clinic: Clinic) -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`can_ask` decides who is offered it (403 without); `still_holds` is the right to this very
    one, asked when it is asked for, when the job runs and at each download (404 without).

    `write` puts the file into `out`, front to back, and tells `progress` its rows. It reads the
    database inside `report_reading` or `own_reading`, and raises errors without clinical text.
    `about` is what the list says of one: "August to October 2026, CSV".
    """

    name: str
    title: str | Promise
    line: str | Promise
    icon: str
    suffix: str
    form: type[ReportForm]
    can_ask: Callable[[Membership], bool]
    still_holds: Callable[[Order], bool]
    about: Callable[[Order], str]
    write: Callable[[Order, IO[bytes], Progress], None]
    needs_approval: Callable[[Clinic], bool] = never
    # Only one's own data does.
    holds_reflections: bool = False
    # What its button says.
    button: str | Promise = gettext_lazy("Prepare report")
    # Whether its form sends a file along.
    takes_file: bool = False
