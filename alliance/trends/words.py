"""Sentences that somebody else translates: a template and the values that go into it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sentence:
    """`template` names its places as `%(client)s`; `values` fill them."""

    template: str
    values: Mapping[str, str] = field(default_factory=dict)

    def text(self, gettext: Callable[[str], str] = str) -> str:
        """The sentence, its template translated by `gettext`; English without one."""
        return gettext(self.template) % self.values


def gettext_noop(template: str) -> str:
    """Marks a template for makemessages, which knows the name, and leaves it as it is."""
    return template
