"""What the frame around every page shows."""

from functools import cached_property
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from alliance.web.navigation import ROLE_NAMES, Item, menu, roles_of


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": Shell(request)}


class Shell:
    """Worked out only when a template asks: pieces of pages need none of it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def member(self) -> Any:
        return getattr(self.request, "member", None)

    @cached_property
    def clinic(self) -> Any:
        return getattr(self.request, "clinic", None)

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """Those held; the one whose menu is shown comes first."""
        held = roles_of(self.member)
        wanted = getattr(self.request, "role", "")
        return tuple(sorted(held, key=lambda role: role != wanted)) if wanted else held

    @property
    def other_roles(self) -> tuple[tuple[str, Any], ...]:
        """What else the person is here: (role, its name)."""
        return tuple((role, ROLE_NAMES[role]) for role in self.roles[1:])

    @property
    def role_words(self) -> str:
        """What the person is here: Clinician, or Supervisor, admin."""
        first, *others = [str(ROLE_NAMES[role]) for role in self.roles] or [""]
        return ", ".join([first, *(word.lower() for word in others)])

    @cached_property
    def navigation(self) -> tuple[Item, ...]:
        return menu(self.roles, path=self.request.path)

    @property
    def path(self) -> str:
        return self.request.get_full_path()

    @property
    def theme(self) -> str:
        """`light` or `dark` if the person chose one, else `system`."""
        return getattr(getattr(self.request, "user", None), "theme", "system")

    @property
    def has_other_clinics(self) -> bool:
        return getattr(self.member, "has_other_places", False)

    @property
    def must_enrol(self) -> bool:
        """No page opens before a second factor is set up."""
        return getattr(self.request, "must_enrol", False)

    @property
    def signup_is_open(self) -> bool:
        return bool(get_adapter(self.request).is_open_for_signup(self.request))
