"""What somebody reads of a handover."""

from alliance.logbook.models import Handover
from alliance.logbook.sealing import opened
from alliance.people.services import key_of_clinic


def lead_reason(handover: Handover) -> str:
    """Why a lead let the past go along; "" where they didn't. Raises Unreadable."""
    return opened(handover, column="reason", key=key_of_clinic(handover.giver.clinic))
