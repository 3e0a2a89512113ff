"""Short messages at the foot of the next page, some of which can be undone."""

from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo:"


def offer_undo(request: HttpRequest, text: str, *, url: str) -> None:
    """Say what was done, with a button that posts to `url` to take it back."""
    messages.success(request, text, extra_tags=f"{UNDO}{url}")
