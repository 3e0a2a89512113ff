"""What a password must be, with a table of thirty."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from alliance.people.models import User
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("AUTH-05")]

GOOD = [
    "six lanterns over water",
    "correcthorsebatterystaple",
    "UPPER CASE ONLY IS FINE",
    "7391582044179032",
    "k9#2Lm8$Qp4!zR7",
    "blåbærgrød med fløde",
    "木漏れ日と静かな川の音が好きです",
    "alliance of seven quiet rivers",
    "Linden trees smell in June, always",
    "a" * 3 + "long one with many other letters",
    "x7" + "abcdefghijk lmno pqrs" + "qz!vbnm",
    "sixty-four" * 6 + "abcd",
    "128 " * 31 + "last",
]
POOR = [
    "",
    "short",
    "fourteen-chars",
    "password",
    "passwordpassword",
    "passwordpassword1",
    "alliancealliance",
    "alliance-2026-alliance",
    "Alliance! Alliance!",
    "aaaaaaaaaaaaaaaa",
    "abababababababab",
    "123456789012345",
    "abcdefghijklmnop",
    "987654321987654",
    "qwertyuiopasdfgh",
    "solo@practice.example",
    "solo-person-2026",
    "SoloPerson123456",
    "LindenStreet2026!",
    "linden street practice",
    "therapist1234567",
]


@pytest.fixture
def somebody():
    user = make.user(email="solo@practice.example", name="Solo Person")
    make.member(user=user, of=make.clinic(name="Linden Street Practice"))
    return user


@pytest.mark.parametrize("password", GOOD)
def test_a_long_one_of_any_kind_is_taken(somebody, password):
    validate_password(password, somebody)


@pytest.mark.parametrize("password", POOR)
def test_a_short_or_known_one_is_refused(somebody, password):
    with pytest.raises(ValidationError):
        validate_password(password, somebody)


def test_beside_a_second_factor_twelve_are_enough(somebody):
    twelve = "six lanterns"
    with pytest.raises(ValidationError):
        validate_password(twelve, somebody)

    make.factor(somebody)

    validate_password(twelve, somebody)


def test_the_last_of_128_characters_counts(client, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    long = "quiet rivers and lanterns. " * 4 + "abcdefghij0123456789"
    assert len(long) == 128
    user = make.user(password=long)
    make.member(user=user)

    wrong = client.post("/accounts/login/", {"login": user.email, "password": long[:-1] + "x"})
    right = client.post("/accounts/login/", {"login": user.email, "password": long})

    assert (wrong.status_code, right.status_code) == (200, 302)


def test_signing_up_refuses_the_name_of_the_practice(client):
    form = {"email": "a@b.example", "name": "Solo Person", "practice": "Linden Street"}

    client.post("/accounts/signup/", form | {"password1": "lindenstreet-2026"})

    assert not User.objects.exists()


def test_nobody_has_to_change_a_password_because_time_passed():
    names = {field.name for field in User._meta.get_fields()}

    assert not {name for name in names if "expire" in name}
