"""A word of its own in every private text; everyone else looks wherever they can get to."""

import html
import io
import logging
import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.utils import timezone
from pypdf import PdfReader

from alliance.audit.models import Entry
from tests import routes
from tests.in_role import AppClient as Browser
from tests.security.canaries import SHAPE
from tests.security.law import pages
from tests.security.world import STATES, build_law

pytestmark = pytest.mark.django_db

ANY_WORD = re.compile(SHAPE.replace("{number:03}", r"\d{3}"), re.IGNORECASE)
LINK = re.compile(r'(?:href|src|hx-get|action|data-url)="([^"#]+)')
# Followed nowhere: each ends the crawl or leaves the clinic.
LEFT_OUT = ("/accounts/logout/", "/static/")


@pytest.fixture
def law(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return build_law(today=timezone.localdate())


def one_of_each(askers):
    """Of those who come into a clinic, and one who is not signed in."""
    seen = {asker.role: asker for asker in askers if asker.roles_held or asker.role == "AN"}
    return seen.values()


def text_of(answer):
    """What can be read in an answer: headers, and the words of a page or of a PDF."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.headers.get("Content-Type") == "application/pdf":
        read = PdfReader(io.BytesIO(body)).pages
        return headers + "\n".join(page.extract_text() for page in read)
    return headers + html.unescape(body.decode(errors="replace"))


def words_in(text):
    return {word.lower() for word in ANY_WORD.findall(text)}


def first_addresses(law, asker):
    """Every page, of every record in every state."""
    for page in pages().values():
        for state in STATES:
            yield routes.path_of(page.route, law.states[state] | asker.ids)


def searches_of(law, asker):
    """Lists told to find, or to sort by, what is hidden."""
    hidden = law.canaries.hidden_from(asker.role)[:3]
    for place in ("/clients/", "/guidance/", "/people/", "/reviews/", "/trash/", "/trainees/", "/"):
        for canary in hidden:
            yield f"{place}?q={canary.word}&find={canary.word}&code={canary.word}&client=x"
        yield f"{place}?page=2&sort=reflection&order=reflection__text&state=all&list=all"


def crawl(law, asker, *, most, searches=True):
    """Words found, and how many addresses were opened: links are followed from `most` of them."""
    browser = Browser()
    if asker.user:
        browser.force_login(asker.user)
    prefix = f"/c/{asker.slug}"
    paths = [*first_addresses(law, asker), *(searches_of(law, asker) if searches else ())]
    waiting = list(dict.fromkeys(prefix + path for path in paths))
    known, found = set(waiting), {}
    for count, address in enumerate(waiting):
        answer = browser.get(address)
        text = text_of(answer)
        # A search is echoed: what it was asked for tells nobody anything.
        for word in words_in(text) - words_in(address):
            found.setdefault(word, address)
        if count < most:
            new = dict.fromkeys(links_in(text, address)) if answer.status_code == 200 else {}
            waiting += [link for link in new if link not in known]
            known |= {*new}
    return found, len(waiting)


def links_in(text, address):
    for link in LINK.findall(text):
        parts = urlsplit(urljoin(address, link))
        if not parts.netloc and not parts.path.startswith(LEFT_OUT):
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path


@pytest.mark.requirement("AUTHZ-12", "AUTHZ-17", "INP-02")
def test_nobody_finds_a_word_that_the_law_hides_from_them(law, tried, how_many):
    most = how_many(20, full=1500)
    told = []
    for asker in how_many(one_of_each(law.askers), full=law.askers):
        found, count = crawl(law, asker, most=most)
        hidden = law.canaries.hidden_from(asker.role)
        told += [
            (asker.role, canary.thing, canary.where, found[canary.word.lower()])
            for canary in hidden
            if canary.word.lower() in found
        ]
        tried(len(hidden))
        assert count > 100
        # From an author hardly any is hidden, and from their executor few.
        assert asker.role in {"AU", "EX"} or len(hidden) >= 50, (asker.role, len(hidden))

    assert told == []


def test_the_crawl_finds_what_a_supervisor_and_the_author_may_read(law):
    """Else it could find nothing at all and still look like a success."""
    for asker in law.askers[:2]:
        found, _count = crawl(law, asker, most=60)

        missed = {
            (canary.thing, canary.where)
            for canary in law.canaries.shown_to(asker.role)
            if canary.word.lower() not in found
        }
        assert missed == set(), asker.role


@pytest.mark.requirement("AUTHZ-12", "PRIV-10", "AUD-03")
def test_no_mail_no_log_line_and_no_entry_of_the_trail_holds_a_word(law, mailoutbox, caplog, tried):
    with caplog.at_level(logging.DEBUG):
        for asker in (*law.askers[:2], law.askers[-1]):
            crawl(law, asker, most=0, searches=False)

    mails = "".join(f"{m.subject}{m.message()}" for m in mailoutbox)
    lines = "".join(str(record.__dict__) for record in caplog.records)
    trail = "".join(str(entry) for entry in Entry.objects.values())
    assert mailoutbox
    assert [words_in(text) for text in (mails, lines, trail)] == [set(), set(), set()]
    tried(len(law.canaries.planted))
