import pytest
from django.db import transaction

from alliance.vault.errors import NotSealed
from alliance.vault.fields import SealedField
from alliance.vault.sealing import seal, unseal


def test_no_words_are_stored_as_nothing(kept_note):
    kept_note.objects.create(id=1, words=None)

    assert kept_note.objects.get().words is None


def test_sealed_words_survive_the_database(kept_note, key, place):
    kept_note.objects.create(id=1, words=seal("grüße 🌱", key=key, place=place))

    note = kept_note.objects.get()
    note.save()

    assert unseal(kept_note.objects.get().words, key=key, place=place) == "grüße 🌱"


@pytest.mark.parametrize(
    "words", ["plain words", b"plain words, and enough of them to look long", b""]
)
def test_plain_words_are_never_stored(kept_note, words):
    with pytest.raises(NotSealed) as refusal, transaction.atomic():
        kept_note.objects.create(id=1, words=words)

    assert "plain" not in str(refusal.value)
    assert not kept_note.objects.exists()


def test_plain_words_are_not_stored_in_bulk_either(kept_note):
    kept_note.objects.create(id=1)

    with pytest.raises(NotSealed), transaction.atomic():
        kept_note.objects.update(words="plain words")
    with pytest.raises(NotSealed), transaction.atomic():
        kept_note.objects.bulk_create([kept_note(id=2, words="plain words")])


@pytest.mark.parametrize(
    ("said", "written"),
    [({}, {}), ({"null": False, "blank": False}, {"null": False, "blank": False})],
)
def test_migrations_say_only_what_is_unusual(said, written):
    _, path, args, options = SealedField(**said).deconstruct()

    assert (path, args, options) == ("alliance.vault.fields.SealedField", [], written)
    assert SealedField(**options).null is said.get("null", True)
