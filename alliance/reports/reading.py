"""The one door through which a report reads the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from alliance.walls.reporting import as_report
from alliance.walls.whose import in_clinic
from alliance.web.replica import reading_alias
from alliance.web.snapshot import snapshot


@contextmanager
def report_reading(clinic_id: UUID) -> Iterator[None]:
    """For everything a report about others asks: rows of this clinic alone, and of them only
    `walls.roles.reported_columns()`.

    On PostgreSQL the connection takes on a role that has no grant on anything else. The worker sees
    all clinics; that role does not, so it has to be told which.
    """
    with in_clinic(clinic_id), snapshot(), as_report(using=reading_alias()):
        yield


@contextmanager
def reader_reading() -> Iterator[None]:
    """For what its reader may open page by page, comments included; never a reflection of others.

    Every query inside goes through a `visible_to` of the reader.
    """
    with snapshot():
        yield


@contextmanager
def own_reading() -> Iterator[None]:
    """For a person's own data, reflections included. Ask for rows of its author only."""
    with snapshot():
        yield
