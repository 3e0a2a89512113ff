"""Gunicorn's settings: `gunicorn --config python:alliance.serving alliance.wsgi:application`.

METRICS_ADDRESS, such as 127.0.0.1:9100, lets Prometheus ask there; no path of the site leads to it.
"""

import os
import tempfile
from typing import Any

METRICS_ADDRESS = os.environ.get("METRICS_ADDRESS", "")
if METRICS_ADDRESS:
    # Where the processes put their counts together; read when the library is imported.
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="alliance-metrics-"))

from prometheus_client import CollectorRegistry, start_http_server  # noqa: E402
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead  # noqa: E402

bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# Not on a disk that may be slow or full.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - memory of this machine
graceful_timeout = 30
control_socket_disable = True


def when_ready(server: Any) -> None:
    if METRICS_ADDRESS:
        host, _colon, port = METRICS_ADDRESS.rpartition(":")
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        start_http_server(int(port), addr=host or "127.0.0.1", registry=registry)


def child_exit(server: Any, worker: Any) -> None:
    if METRICS_ADDRESS:
        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
