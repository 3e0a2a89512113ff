"""Who may ask for which report, and decide about one."""

from datetime import date

from alliance.people.models import Membership, Supervision
from alliance.progress.queries.trainee_course import is_course_open_to
from alliance.reports.models import Export

# The names of the kinds that may come by themselves each month.
EACH_MONTH = frozenset({"clinic_summary", "monthly_figures", "own_practice"})


def can_export_sessions(member: Membership) -> bool:
    """Rows of single sessions: an admin's, and only while the clinic allows them."""
    return member.is_admin and member.clinic.session_rows_allowed


def can_report_on_clinic(member: Membership) -> bool:
    """The clinic's figures, without its small groups, are its admins'."""
    return member.is_admin


def can_report_on_trainees(member: Membership, *, on: date) -> bool:
    """A supervisor who reads somebody that day; a trainee, while somebody reads theirs."""
    if Supervision.objects.read_by(member, on=on).exists():
        return True
    return is_course_open_to(member, member, on=on)


def can_decide(member: Membership, export: Export) -> bool:
    """Approve or decline: an admin, never the one who asked, while it waits."""
    is_waiting = export.state == Export.State.HELD
    return member.is_admin and export.author_id != member.pk and is_waiting
