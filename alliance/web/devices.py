"""What a browser says about itself, as a person would say it."""

import re

from django.http import HttpRequest
from django.utils.translation import gettext as _

# In this order: each of them also claims to be those below it.
BROWSERS = (
    (r"Edg/", "Edge"),
    (r"OPR/", "Opera"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/", "Chrome"),
    (r"Safari/", "Safari"),
)
SYSTEMS = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"Macintosh", "Mac"),
    (r"CrOS", "ChromeOS"),
    (r"Linux", "Linux"),
)


def device_words(request: HttpRequest) -> str:
    """ "Firefox on Windows". Nothing of what was sent is repeated: it can say anything."""
    said = request.headers.get("User-Agent", "")
    browser, system = _first(BROWSERS, said), _first(SYSTEMS, said)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown browser")


def _first(known: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for pattern, name in known if re.search(pattern, said)), "")
