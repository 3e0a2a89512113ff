"""What the worker tells Prometheus: how the whole installation is, read when it is asked."""

from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.utils import timezone
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from alliance.upkeep.queries.health import PARTS, failing, last_heartbeat
from alliance.upkeep.queries.status_page import backup_age_seconds, disk, queue


def tell_metrics(address: str) -> None:
    """Answer Prometheus at `address` (host:port) from now on, in a thread."""
    host, _colon, port = address.rpartition(":")
    registry = CollectorRegistry()
    registry.register(InstallationCollector())
    start_http_server(int(port), addr=host or "127.0.0.1", registry=registry)


class InstallationCollector(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        ill = failing(now=timezone.now())
        well = GaugeMetricFamily("alliance_part_is_well", "1 if it is.", labels=["part"])
        for part in PARTS:
            well.add_metric([part], float(part not in ill))
        yield well
        try:
            for name, value, words in _numbers():
                if value is not None:
                    yield GaugeMetricFamily(name, words, value=value)
        except DatabaseError:
            # That it is away was told above.
            return
        finally:
            connection.close()


def _numbers() -> list[tuple[str, float | None, str]]:
    now = timezone.now()
    waiting, heard_at, room = queue(), last_heartbeat(), disk()
    oldest = (now - waiting.oldest_at).total_seconds() if waiting.oldest_at else 0.0
    silent = (now - heard_at).total_seconds() if heard_at else None
    return [
        ("alliance_backup_age_seconds", backup_age_seconds(now=now), "Since the last backup."),
        ("alliance_exports_waiting", waiting.waiting, "Exports that wait for a worker."),
        ("alliance_exports_running", waiting.running, "Exports under way."),
        ("alliance_exports_oldest_seconds", oldest, "How long the oldest has waited."),
        ("alliance_worker_silent_seconds", silent, "Since a worker was heard."),
        ("alliance_disk_free_bytes", room.free_bytes, "Free where the data lies."),
    ]
