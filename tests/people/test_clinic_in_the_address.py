import pytest

from alliance.people.models import Membership
from tests import make

pytestmark = pytest.mark.django_db


def test_a_bare_address_leads_to_the_one_clinic(client):
    member = make.member()
    client.force_login(member.user)

    answer = client.get("/clients/?q=K")

    assert answer.status_code == 302
    assert answer.url == f"/c/{member.clinic.slug}/clients/?q=K"


def test_a_form_posted_to_a_bare_address_arrives(client):
    member = make.member()
    about = make.client(of=member)
    client.force_login(member.user)

    answer = client.post("/log/new/", {"client": str(about.pk)})

    assert answer.status_code == 307
    assert answer.url == f"/c/{member.clinic.slug}/log/new/"


def test_who_works_in_two_clinics_is_asked_which(client):
    user = make.user()
    first, second = make.member(user=user), make.member(user=user)
    client.force_login(user)

    answer = client.get("/clients/", follow=True)

    text = answer.content.decode()
    assert f"/c/{first.clinic.slug}/clients/" in text
    assert f"/c/{second.clinic.slug}/clients/" in text


def test_a_clinic_of_others_is_not_found(client):
    client.force_login(make.member().user)

    missing = client.get("/c/no-such-clinic/")
    foreign = client.get(f"/c/{make.member().clinic.slug}/")

    assert missing.status_code == foreign.status_code == 404


def test_a_deactivated_member_finds_nothing_at_the_next_request(client):
    member = make.member()
    client.force_login(member.user)
    Membership.objects.filter(pk=member.pk).update(deactivated_at="2026-01-01T00:00Z")

    assert client.get(f"/c/{member.clinic.slug}/").status_code == 404


def test_an_object_of_one_clinic_is_not_found_under_the_address_of_another(client):
    user = make.user()
    here, elsewhere = make.member(user=user), make.member(user=user)
    log = make.log(of=make.client(of=here))
    client.force_login(user)

    assert client.get(f"/c/{here.clinic.slug}/log/{log.pk}/").status_code == 200
    assert client.get(f"/c/{elsewhere.clinic.slug}/log/{log.pk}/").status_code == 404


@pytest.mark.parametrize(
    "wanted", ["//evil.example/", "https://evil.example/", "javascript:alert(1)"]
)
def test_choosing_a_clinic_leads_only_to_own_pages(client, wanted):
    user = make.user()
    make.member(user=user)
    make.member(user=user)
    client.force_login(user)

    assert "evil" not in client.get("/clinics/", {"next": wanted}).content.decode()


def test_the_day_is_that_of_the_clinics_zone(client):
    zones = ["Pacific/Kiritimati", "Pacific/Niue"]  # 25 hours apart: never the same day
    days = []

    for zone in zones:
        member = make.member(of=make.clinic(time_zone=zone))
        client.force_login(member.user)
        days.append(client.get(f"/c/{member.clinic.slug}/").wsgi_request.today)

    assert days[0] > days[1]
