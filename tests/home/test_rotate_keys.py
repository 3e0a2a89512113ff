"""Another key outside the database, while everyone goes on reading."""

import random
import stat

import pytest
from django.core.management import CommandError, call_command
from django.test import Client as Browser

from alliance.audit.models import Entry
from alliance.logbook.models import ClientKey, Reflection
from alliance.logbook.sealing import key_of, opened
from alliance.people.services import key_of_clinic
from alliance.vault import rotating
from alliance.vault.envelope import version_of
from alliance.vault.fields import SealedField, WrappedKeyField
from alliance.vault.keys import key_ring
from alliance.vault.models import KeyCheck
from alliance.vault.queries import verify_keys
from alliance.vault.services import remember_keys
from tests import make
from tests.vault.conftest import key_line

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CRY-03")]
TEXT = "Nobody else reads this."


class Killed(BaseException):
    """The process ends here: nothing catches it, the open transaction is lost."""


@pytest.fixture
def key_file(settings, tmp_path):
    path = tmp_path / "vault_key"
    path.write_text(f"# Keep a copy.\n{key_line(1, 'a')}")
    path.chmod(0o600)
    settings.VAULT_KEYS, settings.VAULT_KEY_FILE = "", path
    remember_keys()
    return path


@pytest.fixture
def logs(key_file):
    clinician = make.member()
    key_of_clinic(clinician.clinic)
    return [make.log(of=make.client(of=clinician), reflection=TEXT) for _ in range(5)]


def read_all():
    """Every reflection, opened through its client's key as it is stored now."""
    rows = Reflection.objects.select_related("log__client__key")
    return [opened(row, column="text", key=key_of(row.log.client)) for row in rows]


def versions():
    return {version_of(key.wrapped) for key in ClientKey.objects.all()}


def test_every_text_is_readable_with_the_new_key_alone(logs, key_file, settings):
    call_command("rotate_keys", "--add")
    call_command("rotate_keys", "--retire", "1")

    assert versions() == {2}
    assert key_ring().versions == {2}
    assert read_all() == [TEXT] * 5
    assert key_of_clinic(logs[0].clinic)
    verify_keys()


def test_the_words_themselves_stay_as_they_are(logs):
    before = list(Reflection.objects.order_by("pk").values_list("text", flat=True))

    call_command("rotate_keys", "--add")

    after = list(Reflection.objects.order_by("pk").values_list("text", flat=True))
    assert [bytes(text) for text in after] == [bytes(text) for text in before]


def test_broken_off_anywhere_it_goes_on_and_everything_stays_readable(logs, monkeypatch):
    monkeypatch.setattr(rotating, "BATCH", 1)
    rewrap, points = rotating.rewrap, random.Random(20)

    for _ in range(20):
        rotating.add_key()
        left = points.randint(0, 5)

        def rewrap_until_killed(*args, **kwargs):
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed
            return rewrap(*args, **kwargs)

        monkeypatch.setattr(rotating, "rewrap", rewrap_until_killed)
        with pytest.raises(Killed):
            rotating.rewrap_all()
        assert read_all() == [TEXT] * 5
        monkeypatch.setattr(rotating, "rewrap", rewrap)

    rotating.rewrap_all()
    assert versions() == {key_ring().newest}
    assert read_all() == [TEXT] * 5


def test_a_page_is_read_between_two_batches_without_a_restart(logs, monkeypatch):
    monkeypatch.setattr(rotating, "BATCH", 1)
    log = logs[0]
    browser = Browser()
    browser.force_login(log.author.user)
    rotating.add_key()
    pages = []

    rotating.rewrap_all(
        told=lambda _done: pages.append(browser.get(f"/c/{log.clinic.slug}/log/{log.pk}/"))
    )

    assert len(pages) == 6
    assert all(TEXT in page.text for page in pages)


def test_a_key_that_still_wraps_something_is_not_retired(logs, key_file):
    rotating.add_key()
    rotating.rewrap_all()
    ClientKey.objects.filter(client=logs[0].client).update(
        wrapped=rotating.HEADER.pack(1, 1) + bytes(60)
    )

    with pytest.raises(CommandError, match="version 1 still wraps 1"):
        call_command("rotate_keys", "--retire", "1")

    assert key_ring().versions == {1, 2}
    assert KeyCheck.objects.filter(version=1).exists()


@pytest.mark.parametrize("version", ["1", "7"])
def test_neither_the_newest_key_nor_an_unknown_one_is_retired(logs, version):
    with pytest.raises(CommandError):
        call_command("rotate_keys", "--retire", version)

    assert read_all() == [TEXT] * 5


def test_the_files_are_closed_to_others_and_the_retired_key_is_kept_for_old_backups(logs, key_file):
    old = key_file.read_text()
    call_command("rotate_keys", "--add")
    call_command("rotate_keys", "--retire", "1")

    retired = rotating.retired_file(key_file)
    assert retired.read_text() in old
    assert {stat.S_IMODE(file.stat().st_mode) for file in key_file.parent.iterdir()} == {0o600}
    assert key_file.read_text().startswith("# Keep a copy.\n2 ")


def test_keys_from_the_environment_are_changed_by_their_owner_only(logs, settings, key_file):
    settings.VAULT_KEYS = key_line(1, "a") + "," + key_line(2, "b")

    with pytest.raises(CommandError, match="VAULT_KEYS"):
        call_command("rotate_keys", "--add")

    remember_keys()
    call_command("rotate_keys")
    call_command("rotate_keys", "--retire", "1")
    settings.VAULT_KEYS = key_line(2, "b")
    verify_keys()
    assert read_all() == [TEXT] * 5


def test_every_clinics_trail_says_so(logs):
    make.member()

    call_command("rotate_keys", "--add")

    said = Entry.objects.filter(verb__in=["added a key", "rotated keys"])
    assert said.count() == 4


def test_whatever_holds_a_data_key_is_rotated():
    held = {
        field
        for model in rotating.apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, WrappedKeyField) and not isinstance(field, SealedField)
    }

    # The check of a key is sealed with that very key, and goes when it is retired.
    left_out = {
        field.model.__name__ for field in held - {f for _m, f in rotating.data_key_fields()}
    }
    assert left_out == {"KeyCheck"}


@pytest.mark.requirement("CRY-06")
def test_another_secret_key_signs_nobody_out_and_opens_every_text(logs, settings):
    log = logs[0]
    browser = Browser()
    browser.force_login(log.author.user)
    page = f"/c/{log.clinic.slug}/log/{log.pk}/"
    former = settings.SECRET_KEY

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-" + "y" * 50, [former]
    assert TEXT in browser.get(page).text

    # The session was signed anew meanwhile, so the old key may go.
    settings.SECRET_KEY_FALLBACKS = []
    assert TEXT in browser.get(page).text


@pytest.mark.requirement("CRY-06")
def test_without_the_former_secret_key_everyone_signs_in_again(logs, settings):
    log = logs[0]
    browser = Browser()
    browser.force_login(log.author.user)

    settings.SECRET_KEY = "another-" + "y" * 50

    assert browser.get(f"/c/{log.clinic.slug}/log/{log.pk}/").status_code == 302
