"""All that is kept of a client: whole, of nobody else, and with reflections only if decided so."""

import json
import time

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.audit.models import Entry
from alliance.logbook.models import Client, SessionLog
from alliance.privacy.models import Disclosure, SubjectPackage
from alliance.privacy.queries.package_page import whole_package
from alliance.privacy.services.erasing import erase
from alliance.privacy.services.packages import (
    GroundMissing,
    NotNow,
    ask_package,
    decide_reflections,
    register_handing_out,
    release_package,
)
from tests import make
from tests.browse import Browser
from tests.security.test_words_on_disk import Canaries, write_everything

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("PRIV-07")]
PRIVATE = ("reflection", "new-reflection", "draft")


@pytest.fixture
def canaries():
    return Canaries()


@pytest.fixture
def about(canaries):
    """A client with a text of every kind, and a colleague's with others."""
    about = write_everything(canaries)
    return Client.objects.select_related("key", "clinic", "clinician__user").get(pk=about.pk)


@pytest.fixture
def admin(about):
    return make.member(of=about.clinic, roles="admin")


def ask(about, **fields):
    values = {"purpose": "access", "recipient": "The client, by hand", "by": about.clinician}
    return ask_package(about, **values | fields)


def whole(package):
    package = SubjectPackage.objects.whole().get(pk=package.pk)
    return json.dumps(
        whole_package(package, at=timezone.now()).as_values, default=str, ensure_ascii=False
    )


def of_kind(canaries, *kinds):
    return {c for c in canaries if any(c.startswith(f"canary-{kind}-") for kind in kinds)}


def about_client(canaries):
    """What hangs on the client: the log of supervision is about the two, not the client; neither
    is an agenda item that names no log.
    """
    return set(canaries) - of_kind(canaries, "supervision-", "supervision", "agenda", "agreed")


def test_it_holds_every_word_about_the_client_but_private_writing(about, canaries):
    made = whole(ask(about))

    private = of_kind(canaries, *PRIVATE)
    assert len(private) == 3
    expected = about_client(canaries) - private
    assert {word for word in expected if word not in made} == set()
    assert {word for word in private if word in made} == set()
    assert '"reflections": "not decided"' in made


def test_it_holds_private_writing_too_if_its_author_decided_so(about, canaries):
    package = ask(about)
    decide_reflections(package, reflections="include", by=about.clinician)

    made = whole(package)

    assert {word for word in of_kind(canaries, *PRIVATE) if word not in made} == set()


def test_it_tells_what_was_asked_and_answered_in_words(about):
    made = whole(ask(about))

    statement = "Mostly"
    assert statement in made
    assert about.code in made


@pytest.mark.parametrize("count", [20])
def test_no_package_holds_a_word_of_another_client(count):
    clinician = make.member()
    words = {}
    for number in range(count):
        about = make.client(of=clinician)
        word = f"canary{number:02d}x"
        make.log(of=about, shared_note=word, rupture=make.rupture(what_happened=word))
        words[about.pk] = (word, about.code)
    started = time.monotonic()

    made = {}
    for about in Client.objects.select_related("key", "clinic", "clinician__user"):
        made[about.pk] = whole(ask(about))

    assert time.monotonic() - started < 60
    for pk, text in made.items():
        others = {part for other, pair in words.items() if other != pk for part in pair}
        assert all(part in text for part in words[pk])
        assert [part for part in others if f'"{part}"' in text] == []


def test_a_long_record_takes_no_minute(about):
    make.series(about, count=60)
    package = ask(about)
    started = time.monotonic()

    made = whole(package)

    assert time.monotonic() - started < 20
    assert made.count('"held_on"') >= 60


def test_recipients_come_from_the_trail_and_the_register(about, admin, client):
    supervisor = about.clinician.supervisions_received.get().supervisor
    log = SessionLog.objects.filter(client=about).first()
    Browser(client, supervisor).get(f"/reviews/{log.pk}/")
    first = ask(about)
    register_handing_out(first, shape="json", by=about.clinician)

    made = whole_package(SubjectPackage.objects.whole().get(pk=first.pk), at=timezone.now())

    assert supervisor.user.name in {reader.name for reader in made.readers}
    assert [line.recipient for line in made.handed_out] == ["The client, by hand"]


def test_a_trashed_client_is_answered_for_too(about):
    Client.objects.filter(pk=about.pk).update(trashed_at=timezone.now())

    assert about.code in whole(ask(about))


# --- who decides ----------------------------------------------------------------------------------


def test_only_the_author_decides_and_withholding_needs_a_ground(about, admin):
    package = ask(about, by=admin)

    with pytest.raises(NotNow):
        decide_reflections(package, reflections="include", by=admin)
    with pytest.raises(GroundMissing):
        decide_reflections(package, reflections="withhold", by=about.clinician)

    package.refresh_from_db()
    assert package.reflections == ""
    decide_reflections(package, reflections="withhold", ground="harm", by=about.clinician)
    assert Entry.objects.filter(verb="withheld reflections", object_id=package.pk).exists()


def test_the_author_is_told_without_a_word_about_the_client(
    about, admin, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        ask(about, by=admin)

    (message,) = mail.outbox
    assert message.to == [about.clinician.user.email]
    assert about.code not in message.body + message.subject


# --- by the word of two ---------------------------------------------------------------------------


@pytest.mark.requirement("PRIV-13")
def test_an_order_leaves_only_by_the_word_of_two(about, admin):
    package = ask(about, purpose="order", basis="Order of 3 March.", by=admin)

    with pytest.raises(NotNow):
        register_handing_out(package, shape="json", by=admin)
    with pytest.raises(NotNow):
        release_package(package, by=admin)
    assert not Disclosure.objects.exists()

    release_package(package, by=about.clinician)
    register_handing_out(package, shape="json", by=admin)
    assert Disclosure.objects.get().author == admin


@pytest.mark.requirement("PRIV-13")
def test_another_decision_about_reflections_needs_another_release(about, admin):
    package = ask(about, purpose="order", basis="Order of 3 March.", by=admin)
    release_package(package, by=about.clinician)
    decide_reflections(package, reflections="include", by=about.clinician)

    with pytest.raises(NotNow):
        register_handing_out(package, shape="json", by=admin)


@pytest.mark.requirement("PRIV-13")
def test_the_database_itself_refuses_one_person_twice(about, admin):
    package = ask(about, purpose="order", basis="Order of 3 March.", by=admin)

    with pytest.raises(IntegrityError), transaction.atomic():
        SubjectPackage.objects.filter(pk=package.pk).update(
            released_by=admin, released_at=timezone.now()
        )


@pytest.mark.requirement("PRIV-13")
def test_the_register_outlives_the_record(about, admin):
    register_handing_out(ask(about), shape="print", by=about.clinician)

    erase(about, at=timezone.now(), by=about.clinician)

    line = Disclosure.objects.get()
    assert (line.subject, line.package) == (about.pk, None)


# --- the pages ------------------------------------------------------------------------------------


def test_it_is_handed_out_as_a_file_and_as_pages_each_with_a_line(client, about, canaries):
    own = Browser(client, about.clinician)
    own.post(f"/privacy/clients/{about.pk}/package/", {"purpose": "access", "recipient": "By hand"})
    package = SubjectPackage.objects.get()
    at = f"/privacy/packages/{package.pk}/"

    file = own.post(f"{at}hand-out/", {"shape": "json"})
    pages = own.post(f"{at}hand-out/", {"shape": "print"})

    assert json.loads(file.content)["code"] == about.code
    assert about.code not in file["Content-Disposition"]
    told = about_client(canaries) - of_kind(canaries, *PRIVATE)
    assert [word for word in told if word not in pages.text] == []
    assert [line.shape for line in Disclosure.objects.order_by("handed_at")] == ["json", "print"]
    assert "By hand" in own.read("/privacy/register/")


def test_an_admins_page_of_a_package_shows_no_word_and_no_code(client, about, admin, canaries):
    package = ask(about)

    page = Browser(client, admin).read(f"/privacy/packages/{package.pk}/")

    assert about.code not in page
    assert not any(word in page for word in canaries)
    assert "Your decision" not in page


def test_an_order_without_a_right_is_asked_for_it(client, about):
    fields = {"purpose": "order", "recipient": "The court"}

    page = Browser(client, about.clinician).post(f"/privacy/clients/{about.pk}/package/", fields)

    assert page.status_code == 422
    assert "by what right" in page.text
