"""Every kind of report, in the order in which the page offers them."""

from alliance.people.models import Membership
from alliance.reports.kinds.bring_back import BRING_BACK
from alliance.reports.kinds.clinic_figures import CLINIC_SUMMARY, MONTHLY_FIGURES
from alliance.reports.kinds.kind import Kind
from alliance.reports.kinds.my_data import MY_DATA
from alliance.reports.kinds.own_practice import OWN_PRACTICE
from alliance.reports.kinds.own_sessions import OWN_SESSIONS
from alliance.reports.kinds.session_rows import SESSION_ROWS
from alliance.reports.kinds.supervision_report import SUPERVISION_REPORT

KINDS: tuple[Kind, ...] = (
    CLINIC_SUMMARY,
    MONTHLY_FIGURES,
    SESSION_ROWS,
    SUPERVISION_REPORT,
    OWN_PRACTICE,
    OWN_SESSIONS,
    MY_DATA,
    BRING_BACK,
)


def kind_named(name: str) -> Kind | None:
    return next((kind for kind in KINDS if kind.name == name), None)


def offered_to(member: Membership) -> tuple[Kind, ...]:
    return tuple(kind for kind in KINDS if kind.can_ask(member))
