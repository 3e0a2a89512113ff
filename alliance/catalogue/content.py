"""Reading content files: values are asked for by name and type, so that a slip has an address."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

CONTENT_FOLDER = Path(__file__).parent / "content"

Value = TypeVar("Value")


class ContentError(Exception):
    """A content file says something that can't be right. The message names the place."""


def read(file_name: str) -> dict[str, Any]:
    """One file of the content folder as plain values."""
    try:
        return tomllib.loads((CONTENT_FOLDER / file_name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ContentError(f"{file_name}: {error}") from error


def require(condition: bool, message: str) -> None:
    if not condition:
        raise ContentError(message)


def require_unique(values: list[str], *, where: str) -> None:
    twice = sorted({value for value in values if values.count(value) > 1})
    require(not twice, f"{where}: more than once: {', '.join(twice)}")


def require_known(values: tuple[str, ...], *, among: Mapping[str, object], where: str) -> None:
    unknown = [value for value in values if value not in among]
    require(not unknown, f"{where}: unknown: {', '.join(unknown)}")


def count_words(text: str) -> int:
    return sum(1 for word in text.split() if re.search(r"[A-Za-z0-9]", word))


class Section:
    """One table of a content file. `finish` complains of values that nobody asked for."""

    def __init__(self, values: Mapping[str, Any], *, where: str) -> None:
        self.where = where
        self._left = dict(values)

    def text(self, key: str) -> str:
        """Required text, on one line whatever its layout in the file."""
        text = " ".join(self._take(key, str).split())
        require(text != "", f"{self.where}: {key} is empty")
        return text

    def text_or_none(self, key: str) -> str | None:
        return self.text(key) if key in self._left else None

    def text_or_empty(self, key: str) -> str:
        return self.text_or_none(key) or ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; an absent one is empty."""
        if key not in self._left:
            return ()
        texts = [" ".join(text.split()) for text in self._take_list(key, str)]
        require_unique(texts, where=f"{self.where}, {key}")
        return tuple(texts)

    def numbers(self, key: str) -> tuple[int, ...]:
        return tuple(self._take_list(key, int)) if key in self._left else ()

    def number(self, key: str) -> int:
        return self._take(key, int)

    def number_or_none(self, key: str) -> int | None:
        return self.number(key) if key in self._left else None

    def flag(self, key: str, *, default: bool = False) -> bool:
        return self._take(key, bool) if key in self._left else default

    def words(self, key: str) -> dict[str, str]:
        """A table from code to words."""
        section = self.section(key)
        return {code: section.text(code) for code in list(section._left)}

    def section(self, key: str) -> "Section":
        return Section(self._take(key, dict), where=f"{self.where}, {key}")

    def sections(self, key: str, *, named_by: str = "id") -> Iterator["Section"]:
        """The tables of a list, each known in messages by its own id."""
        if key not in self._left:
            return
        for position, values in enumerate(self._take_list(key, dict), start=1):
            yield Section(values, where=f"{self.where}, {key} {values.get(named_by, position)}")

    def has(self, key: str) -> bool:
        return key in self._left

    def holds(self, key: str, value: str) -> bool:
        """Whether exactly this text stands there, where a list could stand as well."""
        return self._left.get(key) == value

    def finish(self) -> None:
        require(not self._left, f"{self.where}: nobody asked for {', '.join(sorted(self._left))}")

    def _take(self, key: str, kind: type[Value]) -> Value:
        require(key in self._left, f"{self.where}: {key} is missing")
        value = self._left.pop(key)
        # bool is an int to Python, not to a reader of content.
        require(type(value) is kind, f"{self.where}: {key} should be {kind.__name__}")
        return value  # type: ignore[no-any-return]

    def _take_list(self, key: str, kind: type[Value]) -> list[Value]:
        values = self._take(key, list)
        for value in values:
            require(type(value) is kind, f"{self.where}: {key} should hold {kind.__name__} only")
        return values
