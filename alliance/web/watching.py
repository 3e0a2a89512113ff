"""Each answer in numbers: a line in the log and a count, neither with what anybody wrote or whom
it was about. A page is named by its route, never by its address.
"""

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

from alliance.web.routes import route_of

REQUESTS = Counter("alliance_requests_total", "Answers given.", ["route", "method", "status"])
SECONDS = Histogram(
    "alliance_request_seconds",
    "Time to an answer.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
# Asked every few seconds by machines.
UNTOLD = {"upkeep:livez", "upkeep:readyz"}

log = structlog.get_logger("alliance.requests")


class WatchMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        route = route_of(request)
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(route, method, str(response.status_code)).inc()
        SECONDS.labels(route).observe(seconds)
        if route not in UNTOLD:
            log.info(
                "answered",
                route=route,
                method=method,
                status=response.status_code,
                milliseconds=round(seconds * 1000, 1),
            )
        return response
