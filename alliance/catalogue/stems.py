"""Words cut down to a stem, so that a search for 'silences' finds 'silent'. English only."""

import re
from functools import cache

SHORTEST_STEM = 3

STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been but by can could did do does for from had has have how i if "
        "in is it its me my of on or our so than that the their them then there they this to was "
        "we were what when which who will with would you your",
    )
)

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_VOWEL = re.compile(r"[aeiouy]")

# Tried in this order; what is left must keep at least so many letters. The first that fits is cut.
_ENDINGS: tuple[tuple[str, str, int], ...] = (
    ("ements", "", 3),
    ("ement", "", 3),
    ("ments", "", 4),
    ("ment", "", 4),
    ("ations", "at", 3),
    ("ation", "at", 3),
    ("ions", "", 4),
    ("ion", "", 4),
    ("ences", "ent", 3),
    ("ence", "ent", 3),
    ("ances", "ant", 3),
    ("ance", "ant", 3),
    ("ally", "", 4),
    ("ly", "", 4),
    ("als", "", 5),
    ("al", "", 5),
    ("sses", "ss", 2),
    ("ies", "y", 2),
    ("ied", "y", 2),
    ("shes", "sh", 2),
    ("ches", "ch", 2),
    ("xes", "x", 2),
    ("ings", "", 3),
    ("ing", "", 3),
    ("ed", "", 3),
    ("es", "", 3),
    ("s", "", 3),
)
_NOT_PLURAL = ("ss", "us", "is")
_DOUBLING = ("ing", "ings", "ed", "al", "als")


def words(text: str) -> list[str]:
    """The words of a text in lower case, without stop words and possessives."""
    plain = text.lower().replace("’", "'")
    found = (word.removesuffix("'s") for word in _WORD.findall(plain))
    return [word for word in found if word not in STOP_WORDS]


@cache
def stem(word: str) -> str:
    """The part that the forms of a word share. Never shorter than three letters."""
    for ending, replacement, shortest in _ENDINGS:
        kept = word.removesuffix(ending)
        if kept == word or len(kept) < shortest or not _VOWEL.search(kept):
            continue
        if ending == "s" and word.endswith(_NOT_PLURAL):
            continue
        return _tidy(kept + replacement, is_cut=ending in _DOUBLING)
    return _tidy(word, is_cut=False)


def _tidy(word: str, *, is_cut: bool) -> str:
    # stopped and referral: one letter as in stop and refer. But fall, pass and buzz keep theirs.
    if is_cut and len(word) > SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    if len(word) > SHORTEST_STEM and word.endswith("e"):
        word = word[:-1]
    if len(word) > SHORTEST_STEM and word.endswith("y"):
        word = word[:-1] + "i"
    return word
