"""What a browser keeps so that the log form opens without a network: files, never a client."""

import json
from hashlib import sha256

from django.conf import settings
from django.templatetags.static import static

# Files of the log form and of the page that says there is no network.
KEPT = (
    "vendor/bootstrap.min.css",
    *(f"css/{name}.css" for name in ("fonts", "tokens", "base", "controls", "notices")),
    *(f"css/{name}.css" for name in ("log", "door")),
    "fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "fonts/newsreader-latin-opsz-normal.woff2",
    *(f"js/{name}.js" for name in ("shell", "log", "offline", "warn")),
    "icons/favicon.svg",
    "manifest.webmanifest",
)
# Modules that others import by their plain name.
IMPORTED = tuple(
    f"js/{name}.js" for name in ("cover", "toast", "kept", "kept_sending", "identifying")
)


def service_worker_script() -> str:
    """The script with the addresses of the files it keeps; another release is another script."""
    files = [static(name) for name in KEPT] + [settings.STATIC_URL + name for name in IMPORTED]
    source = (settings.BASE_DIR / "static" / "js" / "service_worker.js").read_text()
    version = sha256(json.dumps(files).encode() + source.encode()).hexdigest()[:12]
    return f"const FILES = {json.dumps(files)};\nconst VERSION = {json.dumps(version)};\n{source}"
