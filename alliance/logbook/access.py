"""Who may do what to a client or a log that they can see. Yes or no; views raise."""

from alliance.logbook.models import Client, SessionLog, Signal
from alliance.people.models import Membership


def can_write_about(member: Membership, client: Client) -> bool:
    """Log sessions and keep the client's record: its own clinician."""
    return member.is_clinician and client.clinician_id == member.pk


def can_change(member: Membership, log: SessionLog) -> bool:
    """Authors change their own logs; after sign-off a change is an amendment, kept beside."""
    return log.author_id == member.pk


def can_trash(member: Membership, log: SessionLog) -> bool:
    """A signed-off log is amended, never trashed."""
    return log.author_id == member.pk and not log.is_signed_off


def can_answer(member: Membership, signal: Signal) -> bool:
    """A signal is answered, and the remark with it read, by the author of its log."""
    return signal.author_id == member.pk


def can_read_reflection(member: Membership, log: SessionLog) -> bool:
    """Only ever its author."""
    return log.author_id == member.pk
