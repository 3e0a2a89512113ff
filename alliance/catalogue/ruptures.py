"""The entry for a session that held a rupture, and where each of its choices comes from."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuptureOption:
    """One choice. `echoes` are claims that touch it without supporting it."""

    value: str
    label: str
    help: str
    provenance: str
    claims: tuple[str, ...]
    echoes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuptureField:
    """One question. `type` is choice, multi, text or bool."""

    name: str
    type: str
    label: str
    is_required: bool
    max_chars: int | None
    provenance: str
    provenance_note: str
    claims: tuple[str, ...]
    options: tuple[RuptureOption, ...]

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Value and label, in the order of the form."""
        return tuple((option.value, option.label) for option in self.options)

    def option(self, value: str) -> RuptureOption:
        """The option with this value; KeyError if there is none."""
        for option in self.options:
            if option.value == value:
                return option
        raise KeyError(value)


@dataclass(frozen=True, slots=True)
class RuptureEntry:
    """The whole entry. Provenance codes are seed, mixed, wider and design."""

    label: str
    intro: str
    provenance_note: str
    provenance_words: Mapping[str, str]
    fields: tuple[RuptureField, ...]

    def field(self, name: str) -> RuptureField:
        """The field of this name; KeyError if there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)
