"""Every word on every page can be translated: read in a made-up language, none is left in English.

Words of the checklist, the cards and their claims come from the content's own files; names, codes
and what somebody wrote are nobody's to translate.
"""

import re
import sys
import tomllib
from functools import cache
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import trans_real

from tests import routes
from tests.access_table import TABLE
from tests.asking import browser_of

pytestmark = pytest.mark.django_db

OPENS, CLOSES = "⟦", "⟧"
SPOKEN = {"aria-label", "title", "placeholder", "alt", "aria-valuetext", "aria-description"}
NOT_READ = {"script", "style", "kbd", "samp"}
# The trail tells which page was looked at by its name in addresses.
AS_WRITTEN = {"people:list_trail"}
# Pages put pieces of the content together: a statement, a rating, a reason.
PIECES = re.compile(r"[.:;,·“”]|Not at all|A little|Partly|Mostly|Fully")
WORD = re.compile(r"[^\W\d_]{2,}")
# What stands on pages untranslated, and should: our name, what people and the builders wrote.
NAMES = re.compile(
    r"Alliance|Person \d+|Clinic \d+|Solo|Young people|[\w.+-]+@[\w.]+|[A-Z]-\d+|https?://\S+"
    rf"|{routes.LONG_CODE}"
    r"|By hand|A canary \w+\.?|[A-Z]\w+/[\w/+ -]+|TOTP|SQLite|PostgreSQL"
)


class Reader(HTMLParser):
    """The words of a page: its text, and what a screen reader reads from attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.skipping: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in NOT_READ:
            self.skipping.append(tag)
        self.said += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag):
        if self.skipping and self.skipping[-1] == tag:
            self.skipping.pop()

    def handle_data(self, data):
        if not self.skipping and data.strip():
            self.said.append(data)


@pytest.fixture
def _made_up_language(monkeypatch):
    """`⟦…⟧` around whatever goes through gettext, as if a translator had done it."""
    forget_words()
    trans = translation._trans
    trans.gettext  # noqa: B018 - loads the real functions first
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        real = getattr(trans_real, name)
        monkeypatch.setattr(
            trans, name, lambda *said, real=real: f"{OPENS}{real(*said)}{CLOSES}", raising=False
        )
    yield
    forget_words()


def forget_words() -> None:
    """Days and labels in words are kept by language, and the made-up one is none of its own."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("alliance.web.", "alliance.progress.", "alliance.logbook.")):
            for each in vars(module).values():
                getattr(each, "cache_clear", lambda: None)()


def untranslated(text: str) -> str:
    """What of `text` stands in no brackets."""
    depth, left = 0, []
    for letter in text:
        depth += (letter == OPENS) - (letter == CLOSES)
        left.append(letter if depth == 0 and letter != CLOSES else " ")
    return " ".join(NAMES.sub(" ", "".join(left)).split())


@cache
def content() -> str:
    """All words of the content's files, as one text."""
    folder = settings.BASE_DIR / "alliance" / "catalogue" / "content"
    found: list[str] = []

    def collect(value):
        if isinstance(value, str):
            found.append(" ".join(value.split()))
        elif isinstance(value, dict):
            for each in value.values():
                collect(each)
        elif isinstance(value, list):
            for each in value:
                collect(each)

    for file in sorted(folder.glob("*.toml")):
        collect(tomllib.loads(file.read_text()))
    return "\n".join(found)


def is_content(said: str) -> bool:
    """Whether every piece of it stands in the content."""
    pieces = (piece.strip() for piece in PIECES.split(said))
    return said in content() or all(piece in content() for piece in pieces if WORD.search(piece))


def left_in_english(page: str) -> set[str]:
    reader = Reader()
    reader.feed(page)
    left = {untranslated(said) for said in reader.said}
    return {said for said in left if WORD.search(said) and not is_content(said)}


@pytest.mark.usefixtures("_made_up_language")
@pytest.mark.parametrize("role", ["author", "supervisor", "admin"])
def test_no_word_of_a_page_is_left_in_english(role):
    world = routes.build_world(today=timezone.localdate())
    browser, prefix = browser_of(world, role)
    missed: dict[str, set[str]] = {}

    for name, (get, _post) in TABLE.items():
        if get is None or name in AS_WRITTEN:
            continue
        answer = browser.get(prefix + routes.path_of(name, world.ids))
        if answer["Content-Type"].startswith("text/html"):
            left = left_in_english(answer.content.decode())
            missed |= {name: left} if left else {}

    assert missed == {}
