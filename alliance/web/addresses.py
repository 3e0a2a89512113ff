"""Which pages belong to a clinic and which stand outside."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

View = Callable[..., HttpResponse]


def outside_clinic(view: View) -> View:
    """Mark a page that is not about one clinic: health, choosing a clinic."""
    view.outside_clinic = True  # type: ignore[attr-defined]
    return view


def is_outside_clinic(view: Any) -> bool:
    return getattr(view, "outside_clinic", False) or view.__module__.startswith("allauth.")
