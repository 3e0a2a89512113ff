"""The trail slows nobody down: neither those who save nor a colleague who saves beside them."""

import threading
import time

import pytest
from django.db import connection, transaction
from django.utils import timezone

from alliance.audit.models import Entry, Link
from alliance.audit.services import Nobody, note
from alliance.audit.services.linking import link_trail
from tests import browse, make

pytestmark = pytest.mark.requirement("AUD-10")


@pytest.mark.django_db
def test_the_trail_takes_and_links_two_hundred_entries_a_second(how_many, tried):
    clinic = make.clinic()
    count = how_many(200, full=2_000)
    began = time.process_time()
    for _entry in range(count):
        note("tried", clinic, by=Nobody(clinic.pk))
    assert link_trail(timezone.now()) >= count
    seconds = time.process_time() - began

    tried(count)
    assert count / seconds > 200


@pytest.mark.django_db
def test_a_log_is_saved_within_300_ms_with_its_entry(client, how_many, tried):
    """In the time of the processor: how long others keep it from us is not the trail's doing."""
    member = make.member()
    browser = browse.Browser(client, member)
    count = how_many(20, full=200)
    seconds = []
    for _log in range(count):
        fields = browse.posted(make.client(of=member))
        began = time.process_time()
        answer = browser.post("/log/new/", fields)
        seconds.append(time.process_time() - began)
        assert answer.status_code == 302

    tried(count)
    assert sorted(seconds)[int(count * 0.95) - 1] < 0.3
    assert Entry.objects.filter(verb="saved").count() == count


@pytest.mark.django_db(transaction=True)
def test_an_entry_waits_for_no_other_of_its_clinic(tried):
    """Nor for the worker that links: in a chain linked at once each would wait for the last."""
    if connection.vendor != "postgresql":
        pytest.skip("On SQLite all who write take their turn.")
    clinic = make.clinic()
    done = threading.Event()

    def beside():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '5s'")
            note("beside", clinic, by=Nobody(clinic.pk))
            done.set()
        finally:
            connection.close()

    with transaction.atomic():
        note("first", clinic, by=Nobody(clinic.pk))
        link_trail(timezone.now())
        colleague = threading.Thread(target=beside)
        colleague.start()
        colleague.join()
        assert done.is_set()
    assert Link.objects.of_chain(clinic.pk).count() == 1
    assert Entry.objects.filter(clinic=clinic).count() == 2
    tried(1)
