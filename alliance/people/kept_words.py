"""What somebody sent while the screen was covered or the sign-in had run out: kept until they are
back, in their sealed sign-in, and for them alone.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from alliance.web.addresses import own_address

WAITING = "kept_words"
MOST_CHARACTERS = 500_000
SECRET = {"password", "pin"}
NEVER_KEPT = {"csrfmiddlewaretoken", "stands_at"}


@dataclass(frozen=True)
class KeptWords:
    """A form as it was sent: where to, and its fields by name, doubled ones too.

    `is_unfinished`: it saved itself while somebody was writing; they go on with it.
    """

    path: str
    fields: list[tuple[str, str]]
    is_unfinished: bool = False


def keep(request: HttpRequest, *, user_id: Any) -> bool:
    """Whether there was something to keep. Forms with secrets are sent again by hand."""
    if request.method != "POST" or request.headers.get("HX-Request"):
        return False
    if request.path_info.startswith("/accounts/") or SECRET & set(request.POST):
        return False
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER_KEPT
    ]
    if not fields or sum(len(value) for _name, value in fields) > MOST_CHARACTERS:
        return False
    stands_at = own_address(request.POST.get("stands_at", ""), otherwise="")
    request.session[WAITING] = {
        "user": str(user_id),
        "path": stands_at or request.get_full_path(),
        # A form that saves itself says where it stands: there it is drawn again, with every word.
        "fields": [*fields, ["show", "kept"]] if stands_at else fields,
        "is_unfinished": bool(stands_at),
    }
    return True


def waiting(request: HttpRequest) -> KeptWords | None:
    """What waits for whoever is signed in."""
    kept = request.session.get(WAITING)
    if not kept or kept["user"] != str(request.user.pk):
        return None
    fields = [(name, value) for name, value in kept["fields"]]
    return KeptWords(kept["path"], fields, is_unfinished=kept.get("is_unfinished", False))


def sent_again(request: HttpRequest) -> None:
    """Forget what is on its way to where it was to go."""
    kept = request.session.get(WAITING) if request.method == "POST" else None
    if kept and kept["path"] == request.get_full_path():
        let_go(request)


def let_go(request: HttpRequest) -> None:
    request.session.pop(WAITING, None)
