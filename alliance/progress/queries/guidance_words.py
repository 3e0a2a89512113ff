"""What the guidance library says of what it found, and of what it didn't."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliance.logbook.models import Client

BEST_FIT_FIRST = gettext_lazy("Best fit first")
AFTER_LAST_SESSION = gettext_lazy("After the last session")

SHORT_SENTENCE_CHARS = 60

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z“'‘])")
_NUMBERS: tuple[Promise, ...] = (
    gettext_lazy("one"),
    gettext_lazy("two"),
    gettext_lazy("three"),
    gettext_lazy("four"),
    gettext_lazy("five"),
    gettext_lazy("six"),
    gettext_lazy("seven"),
    gettext_lazy("eight"),
    gettext_lazy("nine"),
)


@dataclass(frozen=True)
class Empty:
    """Nothing was found: said kindly, with what to do next."""

    sentence: str
    line: str


def opening(body: str) -> str:
    """The first sentence of a card; two, if the first is short."""
    first, *others = _SENTENCE_END.split(body)
    if len(first) < SHORT_SENTENCE_CHARS and others:
        return f"{first} {others[0]}"
    return first


def found_line(count: int, *, words: str, domain_count: int, client: Client | None) -> str:
    """Such as "20 reads in two domains", for the eye and for a screen reader."""
    if count == 0:
        return _("Nothing found")
    line = ngettext("%d read", "%d reads", count) % count
    if client:
        values = {"reads": line, "client": client.code}
        line = _("%(reads)s, offered after %(client)s’s last session") % values
    if domain_count:
        line = _in_domains(line, count=domain_count)
    if words:
        line = _("%(reads)s for “%(words)s”") % {"reads": line, "words": words}
    return line


def _in_domains(line: str, *, count: int) -> str:
    values = {"reads": line, "count": _NUMBERS[count - 1]}
    return (
        ngettext("%(reads)s in %(count)s domain", "%(reads)s in %(count)s domains", count) % values
    )


def chosen_words(count: int) -> str:
    return ngettext("%d chosen", "%d chosen", count) % count if count else ""


def nothing_found(*, words: str, has_no_bookmarks: bool, never_offered_to: Client | None) -> Empty:
    """The first of these reasons that holds, and a way out."""
    if never_offered_to:
        return Empty(
            _("Nothing was offered after %s’s last session.") % never_offered_to.code,
            _("There is always the whole library."),
        )
    if has_no_bookmarks:
        return Empty(
            _("You have no bookmarks yet."),
            _("Open a read and choose Bookmark. Nobody else sees which ones you keep."),
        )
    if words:
        return Empty(
            _("Nothing here speaks of “%s”.") % words,
            _("A plainer word may find it, or fewer filters."),
        )
    return Empty(_("No read fits all of this at once."), _("Take one filter away, or start again."))
