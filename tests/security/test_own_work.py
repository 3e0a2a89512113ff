"""Nobody signs their own work; ids say nothing; another clinic's codes are nobody's business."""

from uuid import UUID

import pytest
from django.utils import timezone

from alliance.people.services.supervisions import name_deputy
from alliance.privacy.models import EmergencyAccess
from alliance.privacy.services.glass import name_lead, switch
from alliance.privacy.services.packages import ask_package
from alliance.reports.models import Export
from alliance.web.ids import uuid7
from tests import make
from tests.browse import Browser

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("AUTHZ-15")
@pytest.mark.parametrize("act", ["sign-off/", "comment/", "discuss/", "recommend/", ""])
def test_an_author_with_every_role_reviews_no_log_of_their_own(client, act):
    """Not even as the deputy of who supervises them."""
    author = make.member(roles="clinician supervisor admin")
    supervisor = make.member(of=author.clinic, roles="supervisor")
    make.supervision(supervisor, author)
    today = timezone.localdate()
    until = today.replace(year=today.year + 1)
    name_deputy(supervisor, deputy=author, starts_on=today, ends_on=until, by=supervisor)
    log = make.log(of=make.client(of=author), held_on=today)
    browser = Browser(client, author)
    path = f"/reviews/{log.pk}/{act}"

    answer = browser.post(path, {"version": "1", "text": "x"}) if act else browser.get(path)

    log.refresh_from_db()
    assert answer.status_code == 403
    assert not log.is_signed_off


@pytest.fixture
def admin():
    """Who holds every role there is, and so might do both halves of something."""
    return make.member(roles="clinician supervisor admin")


@pytest.mark.requirement("AUTHZ-15")
def test_nobody_approves_an_export_of_their_own(client, admin):
    export = make.export(of=admin)
    Export.objects.filter(pk=export.pk).update(state=Export.State.HELD)
    second = make.member(of=admin.clinic, roles="admin")
    path = f"/reports/{export.pk}/approve/"

    own = Browser(client, admin).post(path)
    export.refresh_from_db()
    assert (own.status_code, export.state) == (404, "held")

    assert Browser(client, second).post(path).status_code == 302
    export.refresh_from_db()
    assert export.state == "queued"


@pytest.mark.requirement("AUTHZ-15", "PRIV-13")
def test_nobody_releases_an_order_of_their_own(client, admin):
    about = make.client(of=admin)
    package = ask_package(about, purpose="order", recipient="A court", basis="An order.", by=admin)
    second = make.member(of=admin.clinic, roles="admin")
    path = f"/privacy/packages/{package.pk}/release/"

    own = Browser(client, admin).post(path)
    package.refresh_from_db()
    assert (own.status_code, package.released_by) == (403, None)

    assert Browser(client, second).post(path).status_code == 302
    package.refresh_from_db()
    assert package.released_by == second


@pytest.mark.requirement("AUTHZ-15")
def test_nobody_breaks_the_glass_over_their_own_logs_nor_reviews_their_own_reading(client, admin):
    second = make.member(of=admin.clinic, roles="admin supervisor")
    for lead in (admin, second):
        switch(name_lead(lead, by=second), is_on=True, by=lead)
    reason = "Somebody is in hospital and a client is at risk."
    own = Browser(client, admin)

    answer = own.post("/privacy/break-glass/", {"author": str(admin.pk), "reason": reason})
    assert answer.status_code == 422
    author = make.member(of=admin.clinic)
    own.post("/privacy/break-glass/", {"author": str(author.pk), "reason": reason})
    access = EmergencyAccess.objects.get()
    review = own.post(f"/privacy/absences/{access.pk}/review/", {"text": "All well."})

    access.refresh_from_db()
    assert (review.status_code, access.reviewed_by) == (403, None)


@pytest.mark.requirement("AUTHZ-03")
def test_ids_are_random_and_say_nothing_of_a_code(tried):
    ids = {uuid7() for _number in range(1000)}
    last = {id.int & (1 << 62) - 1 for id in ids}

    tried(1000)
    assert len(ids) == len(last) == 1000
    assert all(isinstance(id, UUID) and id.version == 7 for id in ids)
    # Each of the 62 last bits is set in about half of them.
    for bit in range(62):
        assert 400 < sum(value >> bit & 1 for value in last) < 600


@pytest.mark.requirement("AUTHZ-17")
def test_a_code_that_another_clinic_or_colleague_has_is_free(client):
    taken = make.client(code="QX-17")
    member = make.member(of=taken.clinic)
    for person in (member, make.member()):
        answer = Browser(client, person).post(
            "/clients/new/", {"code": "QX-17", "started_on": str(timezone.localdate())}
        )
        assert answer.status_code == 302
