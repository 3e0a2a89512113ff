"""Who may do what to a log that they can see. Yes or no; views raise."""

from alliance.logbook.models import SessionLog
from alliance.people.models import Membership


def can_review(member: Membership, log: SessionLog) -> bool:
    """`log` is one that `member` sees: who sees it and didn't write it supervises."""
    return member.is_supervisor and log.author_id != member.pk
