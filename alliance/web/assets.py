"""Third-party files for the browser: named here one by one, installed by npm, never committed."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, overload

from django.conf import settings
from django.contrib.staticfiles import utils
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage

PACKAGES: Path = settings.BASE_DIR / "node_modules"

_SANS = "@fontsource-variable/atkinson-hyperlegible-next/files"
_SERIF = "@fontsource-variable/newsreader/files"

# Address below /static/ → file in node_modules. What is not here is not served.
SERVED: dict[str, str] = {
    "vendor/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    # Named in the last line of the stylesheet, so the manifest storage asks for it.
    "vendor/bootstrap.min.css.map": "bootstrap/dist/css/bootstrap.min.css.map",
    "vendor/htmx.min.js": "htmx.org/dist/htmx.min.js",
} | {
    f"fonts/{name}.woff2": f"{folder}/{name}.woff2"
    for folder, name in [
        (_SANS, "atkinson-hyperlegible-next-latin-wght-normal"),
        (_SANS, "atkinson-hyperlegible-next-latin-ext-wght-normal"),
        (_SERIF, "newsreader-latin-opsz-normal"),
        (_SERIF, "newsreader-latin-ext-opsz-normal"),
        (_SERIF, "newsreader-latin-wght-italic"),
        (_SERIF, "newsreader-latin-ext-wght-italic"),
    ]
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

    @overload
    def find(self, path: str, find_all: Literal[False] = ...) -> str | None: ...
    @overload
    def find(self, path: str, find_all: Literal[True]) -> list[str]: ...
    def find(self, path: str, find_all: bool = False) -> str | list[str] | None:
        source = PACKAGES / SERVED[path] if path in SERVED else None
        found = [str(source)] if source and source.is_file() else []
        # Nothing is an empty list in either case: Django counts a None as something found.
        return found[0] if found and not find_all else found

    # Comes last: below it the name `list` in this class is the method.
    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, PackageStorage]]:
        for path in SERVED:
            if not utils.matches_patterns(path, ignore_patterns or []):
                yield path, self.storage
