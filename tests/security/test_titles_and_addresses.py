"""What stays in a browser's history, or in a proxy's log, names no client and quotes nobody."""

import re

import pytest
from django.utils import timezone

from tests import routes
from tests.in_role import AppClient
from tests.security.law import pages
from tests.security.test_canaries import ANY_WORD, LINK
from tests.security.world import build_law

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("PRIV-10")]
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
ADDRESS_HEADERS = ("Location", "HX-Push-Url", "HX-Replace-Url", "HX-Redirect")


@pytest.mark.parametrize("role", ["AU", "SV"])
def test_no_title_and_no_address_holds_a_code_or_a_word(role, tried):
    law = build_law(today=timezone.localdate())
    asker = next(asker for asker in law.askers if asker.role == role)
    browser = AppClient()
    browser.force_login(asker.user)
    told, seen, opened = [], 0, 0
    for page in pages().values():
        if page.method != "GET":
            continue
        path = routes.path_of(page.route, law.states["saved"] | asker.ids)
        answer = browser.get(f"/c/{asker.slug}{path}")
        text = b"".join(answer).decode(errors="replace")
        places = [*TITLE.findall(text), *LINK.findall(text)]
        places += [answer.headers.get(name, "") for name in ADDRESS_HEADERS]
        places.append(answer.headers.get("Content-Disposition", ""))
        told += [(page.route, place) for place in places if ANY_WORD.search(place)]
        seen += bool(ANY_WORD.search(text))
        opened += answer.status_code == 200

    assert told == []
    # The words are on those pages: only not there.
    assert seen > 10
    tried(opened)
