import pytest
from django.core.management import CommandError, call_command

from alliance.audit.models import Entry
from tests import make

pytestmark = pytest.mark.django_db

NEW = "another-long-passphrase"


def link_for(email, capsys):
    call_command("recover", email)
    return capsys.readouterr().out.split()[0].removeprefix("http://localhost:8000")


def choose_password(client, link):
    page = client.get(link, follow=True)
    return client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})


def test_the_link_lets_one_choose_a_new_password(client, capsys):
    user = make.member().user

    choose_password(client, link_for(user.email.upper(), capsys))

    user.refresh_from_db()
    assert user.check_password(NEW)


def test_the_link_works_once(client, capsys):
    link = link_for(make.member().user.email, capsys)
    choose_password(client, link)
    client.logout()

    again = client.get(link, follow=True)

    assert b'name="password1"' not in again.content


def test_every_clinic_of_the_person_has_it_in_its_trail(capsys):
    member = make.member()

    call_command("recover", member.user.email)

    entry = Entry.objects.about(member.pk).get(verb="made recovery link")
    assert (entry.clinic, entry.user) == (member.clinic, None)


def test_it_says_when_there_is_no_such_person():
    with pytest.raises(CommandError, match="Nobody"):
        call_command("recover", "nobody@clinic.example")


def test_it_lets_no_deactivated_account_in():
    user = make.user()
    user.is_active = False
    user.save(update_fields=["is_active"])

    with pytest.raises(CommandError, match="deactivated"):
        call_command("recover", user.email)
