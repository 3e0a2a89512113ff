"""Handing an export to the one who asked for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from alliance.audit.services import note
from alliance.people.models import Membership
from alliance.reports.kinds.registry import kind_named
from alliance.reports.models import Export
from alliance.reports.orders import is_allowed
from alliance.reports.services.asking import NotYours
from alliance.reports.storage import chunks_of, opened_file_key

CONTENT_TYPES = {
    "zip": "application/zip",
    "pdf": "application/pdf",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}


class Gone(Exception):
    """There is no file: not yet, or no longer."""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """`name` says what and when, never whose or about whom."""

    name: str
    content_type: str
    size_bytes: int
    chunks: Iterator[bytes]


def fetch(export: Export, *, now: datetime, by: Membership) -> Fetched:
    """The file, unsealed piece by piece; each fetching is noted.

    Raises NotYours if the right has ended since it was made, and Gone.
    """
    kind = kind_named(export.kind)
    if kind is None or not is_allowed(export):
        raise NotYours
    is_over = Export.objects.outlived(now=now).filter(pk=export.pk).exists()
    if not export.has_file or is_over or export.wrapped is None:
        raise Gone
    try:
        chunks = chunks_of(
            export.file,
            key=opened_file_key(export, bytes(export.wrapped)),
            export_id=export.pk,
        )
    except FileNotFoundError:
        raise Gone from None
    note("downloaded", export, by=by)
    return Fetched(
        name=f"alliance-{kind.name.replace('_', '-')}-{export.asked_on}.{kind.suffix}",
        content_type=CONTENT_TYPES[kind.suffix],
        size_bytes=export.file_bytes or 0,
        chunks=chunks,
    )
