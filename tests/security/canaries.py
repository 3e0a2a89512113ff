"""Words that stand nowhere but in one private text each, and who may come upon them."""

from dataclasses import dataclass, field

from tests.security.law import may

# No word is part of another, or a page's own; each would do as a client's code too.
SHAPE = "Qx{number:03}zwktv"


@dataclass(frozen=True)
class Canary:
    """`thing` and `state` as in matrix.csv; `where` tells one text from another in a failure."""

    word: str
    thing: str
    where: str


@dataclass
class Canaries:
    planted: list[Canary] = field(default_factory=list)

    def word(self, thing: str, *, where: str) -> str:
        """A new word; `where` is the state of what it stands in, or tells the text apart."""
        word = SHAPE.format(number=len(self.planted))
        self.planted.append(Canary(word=word, thing=thing, where=where))
        return word

    def hidden_from(self, role: str) -> list[Canary]:
        return [c for c in self.planted if not may(role, "view", c.thing, c.where)]

    def shown_to(self, role: str) -> list[Canary]:
        return [c for c in self.planted if may(role, "view", c.thing, c.where)]
