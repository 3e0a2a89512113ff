import pytest

from alliance.people.models import Clinic, Membership, User
from tests import make

pytestmark = pytest.mark.django_db
SIGN_UP = "/accounts/signup/"
SOLO = {
    "email": "solo@practice.example",
    "name": "Solo Person",
    "practice": "Linden Street",
    "password1": "a-long-enough-passphrase",
}


def test_signing_up_opens_a_solo_practice(client):
    answer = client.post(SIGN_UP, SOLO, follow=True)

    member = Membership.objects.get(user__email="solo@practice.example")
    assert (member.is_clinician, member.is_admin, member.is_supervisor) == (True, True, False)
    # Who runs a practice, be it alone, sets up a second factor first.
    assert answer.redirect_chain[-2:] == [
        ("/c/linden-street/", 302),
        ("/c/linden-street/accounts/2fa/", 302),
    ]


def test_after_the_first_practice_sign_up_is_by_invitation(client):
    make.member()

    client.post(SIGN_UP, SOLO)

    assert not User.objects.filter(email="solo@practice.example").exists()


def test_the_demo_does_not_count_as_the_first_practice(client):
    make.member(of=make.clinic(is_demo=True))

    client.post(SIGN_UP, SOLO)

    assert Clinic.objects.filter(is_demo=False).count() == 1


@pytest.mark.parametrize("rule", ["closed", "open"])
def test_the_rule_decides(client, settings, rule):
    settings.SIGNUP = rule
    make.member()

    client.post(SIGN_UP, SOLO)

    assert User.objects.filter(email="solo@practice.example").exists() == (rule == "open")


@pytest.mark.parametrize("password", ["short", "fourteen-chars", "solo@practice.example"])
def test_a_weak_password_is_refused_and_nothing_is_made(client, password):
    answer = client.post(SIGN_UP, SOLO | {"password1": password})

    assert answer.status_code == 200
    assert "Linden Street" in answer.content.decode()
    assert not Clinic.objects.exists()


def test_two_practices_of_one_name_get_addresses_of_their_own(client, settings):
    settings.SIGNUP = "open"
    client.post(SIGN_UP, SOLO)
    client.logout()

    client.post(SIGN_UP, SOLO | {"email": "other@practice.example"})

    assert set(Clinic.objects.values_list("slug", flat=True)) == {
        "linden-street",
        "linden-street-2",
    }


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(client):
    make.user(email="known@clinic.example", password=make.PASSWORD)

    answers = [
        client.post("/accounts/login/", {"login": email, "password": "wrong-but-long-enough"})
        for email in ("known@clinic.example", "unknown@clinic.example")
    ]

    texts = [answer.content.decode().replace("unknown@", "known@") for answer in answers]
    assert "fit together" in texts[0].replace("&#x27;", "'")
    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(texts[0]) == len(texts[1])


def test_a_practice_with_an_underscore_in_its_name_can_be_entered(client):
    answer = client.post(SIGN_UP, SOLO | {"practice": "Linden_Street"}, follow=True)

    assert ("/c/linden-street/", 302) in answer.redirect_chain
    assert answer.status_code == 200
