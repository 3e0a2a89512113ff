"""The way back in: a link works once, and nobody else sets a password."""

import re
from datetime import datetime, timedelta

import pytest
from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from alliance.people.models import User
from tests.security.signing_in import (
    LOGIN,
    is_in,
    person,
    signed_in,
    with_app,
)

pytestmark = pytest.mark.django_db(transaction=True)

RESET = "/accounts/password/reset/"


NEW = "another six lanterns over water"


def reset_link(member) -> str:
    mail.outbox.clear()
    Client().post(RESET, {"email": member.user.email})
    return re.search(r"/accounts/password/reset/key/\S+/", mail.outbox[0].body)[0]


def use(link: str, password: str = NEW) -> Client:
    browser = Client()
    form = browser.get(link)
    if form.status_code == 302:
        browser.post(form.url, {"password1": password, "password2": password})
    return browser


def opens_with(member, password: str) -> bool:
    browser = Client()
    return (
        browser.post(LOGIN, {"login": member.user.email, "password": password}).status_code == 302
    )


@pytest.mark.requirement("AUTH-07")
def test_a_reset_link_works_once():
    member = person()
    link = reset_link(member)

    use(link)
    use(link, "yet another lantern over water")

    assert opens_with(member, NEW)
    assert not opens_with(member, "yet another lantern over water")


@pytest.mark.requirement("AUTH-07")
@pytest.mark.parametrize(("minutes", "works"), [(59, True), (61, False)])
def test_a_reset_link_lasts_an_hour(minutes, works, monkeypatch):
    member = person()
    link = reset_link(member)
    later = datetime.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(EmailAwarePasswordResetTokenGenerator, "_now", lambda _self: later)

    use(link)

    assert opens_with(member, NEW) == works


@pytest.mark.requirement("AUTH-07")
def test_a_reset_link_dies_with_the_password_and_with_the_account():
    changed, closed = person(), person()
    links = [reset_link(changed), reset_link(closed)]
    changed.user.set_password("chosen meanwhile by oneself")
    changed.user.save()
    User.objects.filter(pk=closed.user_id).update(is_active=False)

    for link in links:
        use(link)

    assert opens_with(changed, "chosen meanwhile by oneself")
    assert not is_in(signed_in(closed), closed)
    assert not User.objects.get(pk=closed.user_id).is_active


@pytest.mark.requirement("AUTH-07")
def test_a_reset_leads_past_no_second_factor():
    member = with_app(person())

    browser = use(reset_link(member))
    assert not is_in(browser, member)

    answer = browser.post(LOGIN, {"login": member.user.email, "password": NEW})
    assert "/2fa/authenticate/" in answer.url
    assert not is_in(browser, member)


@pytest.mark.requirement("SESS-04", "AUTH-12")
def test_a_reset_ends_every_sign_in_and_the_owner_is_told():
    member = person()
    browser = signed_in(member)
    link = reset_link(member)

    use(link)

    assert not is_in(browser, member)
    assert "password" in mail.outbox[-1].subject.lower()


@pytest.mark.requirement("INP-06")
def test_a_link_in_a_mail_leads_to_the_name_in_the_settings(settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    member = person()
    mail.outbox.clear()

    forged = {"X-Forwarded-Host": "evil.example", "Host": "other.example"}
    Client(headers=forged).post(RESET, {"email": member.user.email})

    links = re.findall(r"https?://[^/\s]+", mail.outbox[0].body)
    assert set(links) == {settings.SITE_URL}


@pytest.mark.requirement("AUTH-08")
def test_an_admin_sends_a_link_and_never_sets_or_sees_a_password():
    member = person()
    admin = with_app(person(roles="admin", of=member.clinic))
    browser = signed_in(admin)
    page = f"/c/{member.clinic.slug}/people/{member.pk}/"
    mail.outbox.clear()

    browser.post(f"{page}reset/")
    browser.post(page, {"is_clinician": "on", "password": NEW, "password1": NEW})

    assert "password" not in re.findall(r'name="(\w+)"', browser.get(page).text)
    assert not opens_with(member, NEW)
    assert mail.outbox[0].to == [member.user.email]
    use(
        re.search(r"/\S*accounts/password/reset/key/\S+/", mail.outbox[0].body)[0].split(
            "localhost:8000"
        )[-1]
    )
    assert opens_with(member, NEW)


@pytest.mark.requirement("AUTH-11")
def test_a_fresh_installation_has_nobody_and_no_admin_site(client):
    assert not User.objects.exists()
    assert client.get("/admin/").status_code == 404
    assert client.get("/admin/login/").status_code == 404


@pytest.mark.requirement("AUTH-11")
def test_the_demo_is_loaded_only_when_asked_for(monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)

    with pytest.raises(CommandError):
        call_command("demo")

    assert not User.objects.exists()
