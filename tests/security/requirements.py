"""The requirements by id, and what is known to be missing of some."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).with_name("requirements.toml")


def titles() -> dict[str, str]:
    """Requirement id → what it asks, in the order of the file."""
    families = _read()
    return {
        f"{family}-{number}": title
        for family, numbers in families.items()
        if family != "open"
        for number, title in numbers.items()
    }


def held_in_part() -> Mapping[str, str]:
    """Requirement id → what no test holds yet, for those that tests hold only in part."""
    return _read()["open"]


def _read() -> dict[str, dict[str, str]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
