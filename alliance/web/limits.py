"""How often something may be tried: counted as allauth counts tries at signing in."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest


def may_try(request: HttpRequest, *, action: str, rate: str) -> bool:
    """Count this try; False when there were too many. `rate` as allauth writes it: "10/m/ip".

    Reading a page is no try.
    """
    return bool(ratelimit.consume(request, app="alliance", action=action, config={action: rate}))
