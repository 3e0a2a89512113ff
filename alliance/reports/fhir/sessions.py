"""Rows of sessions, told as a bundle tells them."""

from collections.abc import Iterator

from alliance.reports.fhir.resources import Told
from alliance.reports.queries.session_rows import DERIVED, ITEMS, TAKEN, Selection, rows_of

NAMES = ("client", "clinician", *TAKEN, *DERIVED)
FIRST_ITEM = len(NAMES)


def told_of(selection: Selection, *, clinician: str = "") -> Iterator[Told]:
    """`clinician` stands where the rows name none, as in one's own."""
    for number, row in enumerate(rows_of(selection), start=1):
        known = dict(zip(NAMES, row[:FIRST_ITEM], strict=True))
        rated = zip(ITEMS, row[FIRST_ITEM:], strict=True)
        yield Told(
            id=str(number),
            client=str(known["client"]),
            clinician=str(known["clinician"] or clinician),
            day=known["day"],  # type: ignore[arg-type]
            edition=known["edition"],  # type: ignore[arg-type]
            ratings={item: str(rating) for item, rating in rated if rating is not None},
            line=_number(known["line"]),
            low=_number(known["usual_low"]),
            high=_number(known["usual_high"]),
        )


def _number(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]
