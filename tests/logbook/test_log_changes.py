"""A log after it was saved: changed, moved, put into the trash."""

import pytest
from django.utils.formats import date_format

from alliance.logbook.queries.versions import earlier_versions
from alliance.logbook.services.logs import change_log
from tests import make
from tests.browse import posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def test_the_form_opens_with_what_is_stored(signed_in):
    log = make.log(
        reflection="kept", rupture=make.rupture(what_happened="Went quiet"), contexts=("mandated",)
    )

    text = signed_in(log.author).get(f"/log/{log.pk}/change/").content.decode()

    assert "kept" in text
    assert "Went quiet" in text
    assert 'value="mandated"' in text
    assert 'value="-first_session"' in text


def test_a_changed_log_keeps_how_it_read_before(signed_in):
    log = make.log(intention="First thought")
    browser = signed_in(log.author)
    fields = posted(log.client, version="1", intention="Second thought")

    browser.post(f"/log/{log.pk}/change/", fields)

    assert "Second thought" in browser.get(f"/log/{log.pk}/").content.decode()
    before = browser.get(f"/log/{log.pk}/versions/").content.decode()
    assert "First thought" in before
    assert f"<dd>{date_format(log.held_on)}</dd>" in before


def test_each_earlier_version_tells_the_reflection_that_stood_then():
    log = make.log()
    for reflection in ("First thought", "First thought", "Second thought", ""):
        entry = make.entry(held_on=log.held_on, reflection=reflection)
        log = change_log(log, entry=entry, version=log.version, by=log.author)

    told = [
        dict(version.rows).get("Private reflection", "")
        for version in earlier_versions(log, author=log.author)
    ]

    assert told == ["Second thought", "First thought", "First thought", ""]


def test_a_stale_form_gets_both_texts_and_loses_nothing(signed_in):
    log = make.log()
    browser = signed_in(log.author)
    browser.post(f"/log/{log.pk}/change/", posted(log.client, version="1", reflection="first tab"))

    page = browser.post(
        f"/log/{log.pk}/change/", posted(log.client, version="1", reflection="second tab")
    )

    text = page.content.decode()
    assert page.status_code == 409
    assert "first tab" in text
    assert text.count("second tab") == 2  # in the comparison and in the form
    assert 'name="version" value="2"' in text


def test_trash_and_undo(signed_in):
    log = make.log()
    browser = signed_in(log.author)

    browser.post(f"/log/{log.pk}/trash/")
    gone = browser.get(f"/log/{log.pk}/").status_code
    browser.post(f"/log/{log.pk}/restore/")

    assert gone == 404
    assert browser.get(f"/log/{log.pk}/").status_code == 200


def test_a_log_moves_to_the_right_client_with_its_words(signed_in):
    log = make.log(reflection="went along", rupture=make.rupture(what_happened="so did this"))
    right = make.client(of=log.author)
    browser = signed_in(log.author)

    browser.post(f"/log/{log.pk}/move/", {"client": str(right.pk)})

    text = browser.get(f"/log/{log.pk}/").content.decode()
    assert right.code in text
    assert "went along" in text
    assert "so did this" in text
