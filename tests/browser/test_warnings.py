"""The warning beside a text: it asks, sends nothing and stops nobody."""

import pytest
from playwright.sync_api import expect

from alliance.logbook.models import Reflection
from tests import make

pytestmark = pytest.mark.requirement("PRIV-02")
WORDS = "Rang 07700 900123 about my client Sarah."


def test_it_asks_beside_the_text_and_the_log_is_saved_all_the_same(page_as):
    about = make.client()
    page = page_as(about.clinician.user, path=f"/c/{about.clinic.slug}/log/new/?client={about.pk}")
    asked = []
    page.on("request", lambda request: asked.append((request.url, request.post_data or "")))

    page.locator("[name='reflection']").fill(WORDS)

    note = page.locator("#id_reflection-pointing")
    expect(note).to_contain_text("a phone number (“07700 900123”)")
    expect(note).to_contain_text("a name")
    # The draft goes to our own server, as ever; nothing else is told anything.
    assert {url.split("?")[0].rsplit("/", 3)[-2] for url, sent in asked if "07700" in sent} <= {
        "draft"
    }

    page.locator("[name='reflection']").fill("A quiet hour.")
    expect(note).to_be_empty()

    page.locator("[name='reflection']").fill(WORDS)
    page.locator("[data-save]").click()
    page.wait_for_url("**/saved/")
    assert Reflection.objects.count() == 1
