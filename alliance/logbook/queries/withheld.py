"""Words of a log that its author held back: nobody else reads them."""

from collections.abc import Iterable

from alliance.logbook.models import RuptureStep, SessionLog
from alliance.people.models import Membership
from alliance.vault.fields import SealedField


def without_held_words[Row: (SessionLog, RuptureStep)](
    rows: Iterable[Row], *, reader: Membership
) -> list[Row]:
    """The same rows, those of a log that somebody else held back emptied of their words.

    A log that was held back shows its structured parts from its day on; its words follow only
    when the author lets go of it. A step comes with its log.
    """
    kept = list(rows)
    for row in kept:
        log = row.log if isinstance(row, RuptureStep) else row
        if log.held_back_until is not None and log.author_id != reader.pk:
            for field in row._meta.local_fields:
                if isinstance(field, SealedField):
                    setattr(row, field.attname, None)
    return kept
