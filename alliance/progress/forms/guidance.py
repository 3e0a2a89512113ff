"""The address of the library to what is wanted of it. What isn't known is passed over."""

import unicodedata

from django.http import QueryDict

from alliance.catalogue.searching import MOST_QUERY_CHARS
from alliance.progress.queries.guidance import Wanted
from alliance.progress.queries.guidance_facets import labels


def wanted_from(query: QueryDict) -> Wanted:
    """Never complains: a filter that makes no sense is one less, not an error."""
    chosen = {
        name: frozenset(query.getlist(name)).intersection(known) for name, known in labels().items()
    }
    return Wanted(
        words=_plain(query.get("q", "")),
        chosen={name: values for name, values in chosen.items() if values},
        only_bookmarked="bookmarked" in query,
    )


def _plain(text: str) -> str:
    """One line without control characters, no longer than the search reads."""
    visible = "".join(
        " " if unicodedata.category(character).startswith("C") else character
        for character in text[:MOST_QUERY_CHARS]
    )
    return " ".join(visible.split())
