"""Roles, leaving and coming back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.audit.models import Entry
from alliance.logbook.models import SessionLog
from alliance.people import services as people
from alliance.people.models import Deputy, Membership, Supervision
from tests import make
from tests.browse import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make.member(roles="admin")


def test_a_role_counts_from_the_next_page_on(client, admin):
    member = make.member(of=admin.clinic, roles="admin")
    browser = Browser(client, member)
    assert browser.get("/people/").status_code == 200

    people.change_roles(member, roles=people.Roles(is_clinician=True), by=admin)

    assert browser.get("/people/").status_code == 403


def test_a_member_keeps_at_least_one_role(admin):
    with pytest.raises(people.RolesMissing):
        people.change_roles(admin, roles=people.Roles(), by=admin)


@pytest.mark.parametrize(
    "leave",
    [
        lambda admin: people.change_roles(admin, roles=people.Roles(is_clinician=True), by=admin),
        lambda admin: people.deactivate(admin, by=admin),
    ],
    ids=["giving up the role", "leaving"],
)
def test_a_clinic_keeps_somebody_who_runs_it(admin, leave):
    gone = make.member(of=admin.clinic, roles="admin")
    people.deactivate(gone, by=admin)

    with pytest.raises(people.LastAdmin):
        leave(admin)

    assert Membership.objects.get(pk=admin.pk).is_admin


def test_whoever_is_deactivated_gets_no_page_any_more(client, admin):
    member = make.member(of=admin.clinic)
    browser = Browser(client, member)
    assert browser.get("/clients/").status_code == 200

    people.deactivate(member, by=admin)

    assert "/accounts/login/" in browser.get("/clients/").url
    client.force_login(member.user)
    assert browser.get("/clients/").status_code == 404


def test_whoever_leaves_supervises_and_is_supervised_no_more(admin):
    today = timezone.localdate()
    leaver = make.member(of=admin.clinic, roles="clinician supervisor")
    trainee, supervisor = make.member(of=admin.clinic), make.member(of=admin.clinic)
    given = make.supervision(leaver, trainee)
    received = make.supervision(supervisor, leaver)
    coming = make.supervision(leaver, trainee, starts_on=today + timedelta(days=9))
    Deputy.objects.create(
        clinic=admin.clinic,
        supervisor=supervisor,
        deputy=leaver,
        starts_on=today,
        ends_on=today + timedelta(days=7),
    )

    people.deactivate(leaver, by=admin)

    assert {row.ends_on for row in Supervision.objects.filter(pk__in=[given.pk, received.pk])} == {
        today
    }
    assert not Supervision.objects.running_on(coming.starts_on).exists()
    assert not Deputy.objects.running_on(today).exists()


def test_what_they_wrote_stays_and_is_there_when_they_come_back(client, admin):
    member = make.member(of=admin.clinic)
    make.log(of=make.client(of=member))
    people.deactivate(member, by=admin)

    people.reactivate(member, by=admin)

    assert SessionLog.objects.written_by(member).count() == 1
    assert Browser(client, member).get("/clients/").status_code == 200


def test_pressing_twice_leaves_one_entry_in_the_trail(admin):
    member = make.member(of=admin.clinic)

    people.deactivate(member, by=admin)
    people.deactivate(member, by=admin)
    people.reactivate(member, by=admin)
    people.reactivate(member, by=admin)

    verbs = list(Entry.objects.about(member.pk).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["added", "deactivated", "reactivated"]
