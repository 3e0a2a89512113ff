"""Which pages belong to a clinic and which stand outside; which addresses are ours."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

View = Callable[..., HttpResponse]


def outside_clinic(view: View) -> View:
    """Mark a page that is not about one clinic: health, choosing a clinic."""
    view.outside_clinic = True  # type: ignore[attr-defined]
    return view


def is_outside_clinic(view: Any) -> bool:
    return getattr(view, "outside_clinic", False) or view.__module__.startswith("allauth.")


def own_address(wanted: str, *, otherwise: str) -> str:
    """`wanted` if it leads to a page of ours. A form or an address can carry any text."""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours and wanted.startswith("/") else otherwise
