"""Third-party files for the browser: named here one by one, installed by npm, never committed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import utils
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage

PACKAGES: Path = settings.BASE_DIR / "node_modules"

_SANS = "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next"
_SERIF = "@fontsource-variable/newsreader/files/newsreader"

# Address below /static/ → file in node_modules. What is not here is not served.
SERVED: dict[str, str] = {
    "vendor/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    # Named in the last line of the stylesheet, so the manifest storage asks for it.
    "vendor/bootstrap.min.css.map": "bootstrap/dist/css/bootstrap.min.css.map",
    "vendor/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "vendor/fonts/atkinson-latin.woff2": f"{_SANS}-latin-wght-normal.woff2",
    "vendor/fonts/atkinson-latin-ext.woff2": f"{_SANS}-latin-ext-wght-normal.woff2",
    "vendor/fonts/atkinson-latin-italic.woff2": f"{_SANS}-latin-wght-italic.woff2",
    "vendor/fonts/atkinson-latin-ext-italic.woff2": f"{_SANS}-latin-ext-wght-italic.woff2",
    "vendor/fonts/newsreader-latin.woff2": f"{_SERIF}-latin-opsz-normal.woff2",
    "vendor/fonts/newsreader-latin-ext.woff2": f"{_SERIF}-latin-ext-opsz-normal.woff2",
    "vendor/fonts/newsreader-latin-italic.woff2": f"{_SERIF}-latin-opsz-italic.woff2",
    "vendor/fonts/newsreader-latin-ext-italic.woff2": f"{_SERIF}-latin-ext-opsz-italic.woff2",
}


class PackageStorage(FileSystemStorage):
    """Reads a served address from the package that carries the file."""

    def path(self, name: str) -> str:
        return str(PACKAGES / SERVED[name])


class PackageFinder(BaseFinder):
    """Finds the files of `SERVED`, for `collectstatic` and for the server of `make dev`."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        self.storage = PackageStorage(location=PACKAGES)

    def check(self, **_kwargs: Any) -> list[CheckMessage]:
        return [
            Error(
                f"{source} is not in node_modules.",
                hint="`npm ci` installs it; `make run` does that for you.",
                id="web.E001",
            )
            for source in SERVED.values()
            if not (PACKAGES / source).is_file()
        ]

    def find(self, path: str, find_all: bool = False) -> list[str] | str:
        source = PACKAGES / SERVED[path] if path in SERVED else None
        if source is None or not source.is_file():
            return []
        return [str(source)] if find_all else str(source)

    def list(self, ignore_patterns: list[str] | None) -> Iterator[tuple[str, PackageStorage]]:
        for path in SERVED:
            if not utils.matches_patterns(path, ignore_patterns or []):
                yield path, self.storage
