"""Which pages the frame around every page leads to, by role.

A person in two roles sees the menu of one of them at a time, never a merged one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Page:
    """A page of the menu. `beside`: pages elsewhere in the address that belong to it."""

    label: str | Promise
    icon: str
    url_name: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """A page of the menu, seen from the page that is open. `current` is a value of aria-current."""

    label: str | Promise
    icon: str
    url: str
    current: str


HOME = Page(_("Home"), "house", "home:show_home")
OVERVIEW = Page(_("Overview"), "grid", "home:show_home")
CLIENTS = Page(_("Clients"), "person", "progress:list_clients")
REVIEWS = Page(_("To review"), "inbox", "reviews:list_reviews")
TRAINEES = Page(_("Trainees"), "people", "progress:list_trainees")
AGENDA = Page(_("To discuss"), "chat-left-text", "reviews:list_agendas")
PEOPLE = Page(_("People"), "people", "people:list_people")
SETTINGS = Page(
    _("Settings"), "sliders", "people:edit_clinic", ("people:list_trail", "upkeep:show_status")
)
REPORTS = Page(_("Reports"), "file-earmark-text", "reports:list_reports")
GUIDANCE = Page(_("Guidance"), "book", "progress:browse_guidance")

ROLE_NAMES: dict[str, Promise] = {
    "clinician": _("Clinician"),
    "supervisor": _("Supervisor"),
    "admin": _("Admin"),
}
# In the order in which a person's roles are offered. A supervisor's reports are in the account
# menu: six pages are too many for a phone.
MENUS: dict[str, tuple[Page, ...]] = {
    "clinician": (HOME, CLIENTS, GUIDANCE, REPORTS),
    "supervisor": (HOME, REVIEWS, TRAINEES, AGENDA, GUIDANCE),
    "admin": (OVERVIEW, REPORTS, PEOPLE, GUIDANCE, SETTINGS),
}


def roles_of(member: object) -> tuple[str, ...]:
    """The names of a membership's roles, the one whose menu is shown first."""
    return tuple(role for role in MENUS if getattr(member, f"is_{role}", False))


def menu(roles: Sequence[str], *, path: str) -> tuple[Item, ...]:
    """The menu of the first of `roles`, as seen from the page at `path`."""
    if not roles:
        return ()
    return tuple(_item(page, path) for page in MENUS[roles[0]])


def _item(page: Page, path: str) -> Item:
    url = reverse(page.url_name)
    current = _current(url, path, is_home=page in {HOME, OVERVIEW})
    if any(path.startswith(reverse(name)) for name in page.beside):
        current = "true"
    return Item(page.label, page.icon, url, current)


def _current(url: str, path: str, *, is_home: bool) -> str:
    if path == url:
        return "page"
    # Every address begins with that of home.
    return "true" if path.startswith(url) and not is_home else ""
