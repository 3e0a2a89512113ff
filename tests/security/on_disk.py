"""Every byte that a database has written, and what of a word may be found in it."""

import base64
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection


def flush():
    """Have the database write what it holds in memory."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CHECKPOINT")
        else:
            cursor.execute("PRAGMA wal_checkpoint(FULL)")


def folders():
    """Where the database writes, its temporary files and ours among them."""
    ours = Path(settings.TEST_FOLDER)
    if connection.vendor != "postgresql":
        return [ours]
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        return [Path(cursor.fetchone()[0]), ours]


def files():
    flush()
    found = [path for folder in folders() for path in folder.rglob("*") if path.is_file()]
    return [*found, *Path(tempfile.gettempdir()).glob("etilqs_*")]


def shapes(word):
    """How a word may lie on disk: as it is, in hex, in base64 at each of the three offsets."""
    raw = word if isinstance(word, bytes) else word.encode()
    shifted = (base64.b64encode(b"x" * n + raw)[n + 1 if n else 0 : -4] for n in range(3))
    wide = [] if isinstance(word, bytes) else [word.encode("utf-16-le")]
    return [raw, raw.hex().encode(), *shifted, *wide]


def found_in_files(words, *, among=None):
    """The words of which any shape stands in any file, with the file's name."""
    met = set()
    for path in files() if among is None else among:
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        met |= {
            (word, path.name) for word in words if any(shape in content for shape in shapes(word))
        }
    return met
