"""Nobody signs their own work; ids say nothing; another clinic's codes are nobody's business."""

from uuid import UUID

import pytest
from django.utils import timezone

from alliance.people.services.supervisions import name_deputy
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
