"""What is hidden shows in no total, order or filter of anybody it is hidden from."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.logbook.services.drafts import save_draft
from alliance.reviews.services.comments import add_comment
from tests import make
from tests.asking import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("AUTHZ-17")]
LISTS = (
    *("/", "/clients/", "/clients/?state=all", "/trainees/", "/reviews/", "/reviews/past/"),
    *("/agenda/", "/trash/", "/reports/", "/readings/", "/supervision/", "/handovers/", "/growth/"),
    *("/people/", "/guidance/", "/practice/", "/privacy/"),
)
# As a framework might take them for a filter or an order.
FILTERS = (
    "reflection__contains={word}",
    "text__startswith={word}",
    "log__reflection__text__icontains={word}",
    "shared_note={word}",
    "code={word}",
    "search={word}&find={word}",
    "ordering=reflection&order_by=-reflection&sort=reflection__text&o=1",
    "page=2&per_page=1000&limit=1000&all=1",
)
CHANGING = re.compile(r'(nonce|value|content)="[^"]*"|X-CSRFToken": "[^"]*"')


def seen_by(world, role):
    browser, prefix = browser_of(world, role)
    pages = {}
    for path in LISTS:
        answer = browser.get(prefix + path)
        pages[path] = answer.status_code, CHANGING.sub("", b"".join(answer).decode())
    return pages


def write_more(world, *, hold_back):
    """What the author may do without anybody else's hearing of it."""
    author, today = world.author, timezone.localdate()
    about = make.client(of=author, code="QX-17")
    make.log(of=about, held_on=today, hold_back=hold_back, reflection="Of a bird.")
    make.log(of=about, held_on=today - timedelta(days=7), hold_back=hold_back)
    save_draft(
        uuid.uuid4(),
        client=about,
        fields={"client": [str(about.pk)], "reflection": ["Of another."]},
        answered=0,
        held_on=today,
        log=None,
        by=author,
    )
    add_comment(about.logs.first(), text="I froze.", submission=uuid.uuid4(), by=author)


@pytest.mark.parametrize("role", ["peer", "ended", "stranger", "supervisor"])
def test_what_an_author_writes_unseen_changes_no_page_of_others(world, role, tried):
    before = seen_by(world, role)

    write_more(world, hold_back=role == "supervisor")

    after = seen_by(world, role)
    assert [path for path in LISTS if after[path] != before[path]] == []
    tried(len(LISTS))


@pytest.mark.parametrize("role", ["supervisor", "peer", "admin", "stranger"])
def test_no_parameter_filters_or_orders_by_what_is_hidden(world, role, how_many, tried):
    """A word that is there and one that isn't get the same answer."""
    browser, prefix = browser_of(world, role)
    there, nowhere = "canary", "carany"
    differing, count = [], 0
    for path in LISTS:
        for parameters in how_many(["&".join(FILTERS)], full=FILTERS):
            texts = []
            for word in (there, nowhere):
                mark = "&" if "?" in path else "?"
                answer = browser.get(f"{prefix}{path}{mark}{parameters.format(word=word)}")
                text = CHANGING.sub("", b"".join(answer).decode())
                texts.append((answer.status_code, text.replace(word, "")))
            count += 1
            if texts[0] != texts[1]:
                differing.append((path, parameters))

    assert differing == []
    tried(count)


def test_no_mark_of_a_version_and_no_map_of_the_site_tells_what_there_is(world, tried):
    browser, prefix = browser_of(world, "author")
    for path in (*LISTS, f"/log/{world.ids['log_id']}/", f"/clients/{world.ids['client_id']}/"):
        answer = browser.get(prefix + path)
        assert not {"ETag", "Last-Modified"} & {*answer.headers}, path
        tried(1)
    for path in ("/sitemap.xml", "/feed/", "/.well-known/openid-configuration", "/api/"):
        assert browser.get(path).status_code == 404
