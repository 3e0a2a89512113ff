import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from alliance.audit.models import Entry
from alliance.home.demo.cast import gather, supervise
from alliance.home.demo.playing import play
from alliance.home.demo.told_by_trainee import STRAINED
from alliance.home.services.leaving import LEFT_DEMO
from alliance.people.models import Clinic, Membership, User
from alliance.people.services import add_member
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    """A demo small enough for every test: one client with a rupture, one with a draft."""
    demo = gather("Demo", roles=("trainee", "supervisor", "admin"), today=make.TODAY)
    since = supervise(demo, today=make.TODAY)
    play([STRAINED], clinician=demo["trainee"], today=make.TODAY, trainee_since=since)
    return demo


def rows_of(clinic):
    return {
        model._meta.label
        for model in apps.get_models()
        if "clinic" in {field.name for field in model._meta.local_fields}
        and model._base_manager.filter(clinic=clinic).exists()
    }


def test_every_row_of_the_demo_and_its_people_go(demo, capsys):
    clinic = demo.clinic.pk
    assert len(rows_of(clinic)) >= 10

    call_command("start_practice", "--yes")

    assert rows_of(clinic) == set()
    assert not Clinic.objects.exists()
    assert not User.objects.exists()
    assert "/accounts/signup/" in capsys.readouterr().out


def test_a_real_practice_stays_whole(demo):
    log = make.log(reflection="Words of my own.", rupture=make.rupture())
    before = rows_of(log.clinic_id)

    call_command("start_practice", "--yes")

    assert rows_of(log.clinic_id) == before
    assert log.reflection.text


def test_someone_who_also_works_elsewhere_keeps_their_account(demo):
    elsewhere = add_member(make.clinic(), user=demo["trainee"].user, is_clinician=True, by=None)

    call_command("start_practice", "--yes")

    assert list(User.objects.all()) == [elsewhere.user]
    assert list(Membership.objects.all()) == [elsewhere]


def test_one_line_in_the_trail_says_so(demo):
    call_command("start_practice", "--yes")

    entry = Entry.objects.get()
    assert (entry.verb, entry.object_id, entry.user) == (LEFT_DEMO, demo.clinic.pk, None)


def test_it_is_not_done_where_nobody_can_be_asked(demo, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)

    with pytest.raises(CommandError, match="--yes"):
        call_command("start_practice")

    assert Clinic.objects.exists()


@pytest.fixture
def answering(monkeypatch):
    def answer(words):
        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        monkeypatch.setattr("builtins.input", lambda _question: words)

    return answer


def test_asked_yes_does_it(demo, answering):
    answering("yes")

    call_command("start_practice")

    assert not Clinic.objects.exists()


@pytest.mark.parametrize("words", ["no", ""])
def test_asked_any_other_word_leaves_all_as_it_was(demo, answering, words):
    answering(words)

    with pytest.raises(CommandError, match=r"^Nothing was changed"):
        call_command("start_practice")

    assert Clinic.objects.exists()
