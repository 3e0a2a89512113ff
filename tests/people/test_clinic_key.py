"""The key for words that belong to a clinic and to no client."""

import pytest

from alliance.people.models import ClinicKey
from alliance.people.services import key_of_clinic
from alliance.vault.errors import Unreadable
from alliance.vault.sealing import Place, seal, unseal
from tests import make

pytestmark = pytest.mark.django_db


def test_what_a_clinic_sealed_it_opens_later() -> None:
    clinic = make.clinic()
    place = Place("reviews_item", "text", clinic.pk, clinic.pk, clinic.pk)
    sealed = seal("Ask about endings", key=key_of_clinic(clinic), place=place)

    assert unseal(sealed, key=key_of_clinic(clinic), place=place) == "Ask about endings"


def test_a_clinics_key_does_not_open_under_another_clinic() -> None:
    clinic, other = make.clinic(), make.clinic()
    key_of_clinic(clinic)
    ClinicKey.objects.create(clinic=other, wrapped=ClinicKey.objects.get(clinic=clinic).wrapped)

    with pytest.raises(Unreadable):
        key_of_clinic(other)
