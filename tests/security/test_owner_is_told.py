"""Who owns an account is told what happens to it, and nothing of clients."""

import pytest
from django.core import mail

from alliance.people.models import KnownDevice
from tests import make
from tests.security.signing_in import (
    person,
    signed_in,
)

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "another six lanterns over water"


@pytest.mark.requirement("AUTH-12")
def test_the_owner_is_told_of_a_new_device_and_not_of_a_known_one():
    member = person()
    mail.outbox.clear()
    browser = signed_in(member)
    assert [message.subject for message in mail.outbox] == ["You signed in on a new device"]

    browser.post("/accounts/logout/")
    signed_in(member, browser)

    assert len(mail.outbox) == 1
    assert KnownDevice.objects.count() == 1


@pytest.mark.requirement("AUTH-12")
def test_the_owner_is_told_of_another_password():
    member = person()
    browser = signed_in(member)
    mail.outbox.clear()

    fields = {"oldpassword": make.PASSWORD, "password1": NEW, "password2": NEW}
    browser.post("/accounts/password/change/", fields)

    assert [(m.to, "password" in m.body) for m in mail.outbox] == [([member.user.email], True)]
