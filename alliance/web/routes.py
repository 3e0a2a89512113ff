"""Pages by name."""

from django.http import HttpRequest


def route_of(request: HttpRequest) -> str:
    """The name of the page; every address that leads nowhere is the same."""
    match = request.resolver_match
    return match.view_name or "unnamed" if match else "none"
