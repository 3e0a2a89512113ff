"""Who reads a log, who writes it, and for whom it does not exist."""

import pytest

from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def test_a_supervisor_reads_a_trainees_log_but_never_the_reflection(signed_in):
    log = make.log(reflection="canary-reflection", shared_note="for you")
    supervisor = make.member(of=log.clinic, roles="supervisor")
    make.supervision(supervisor, log.author)

    text = signed_in(supervisor).get(f"/log/{log.pk}/").content.decode()

    assert "for you" in text
    assert "canary-reflection" not in text


@pytest.mark.parametrize("page", ["change/", "saved/", "versions/", "move/"])
def test_a_supervisor_may_read_but_not_write(signed_in, page):
    log = make.log()
    supervisor = make.member(of=log.clinic, roles="supervisor")
    make.supervision(supervisor, log.author)

    assert signed_in(supervisor).get(f"/log/{log.pk}/{page}").status_code == 403


@pytest.mark.parametrize("page", ["", "change/", "saved/", "versions/", "move/"])
@pytest.mark.parametrize("roles", ["clinician", "supervisor", "admin"])
def test_a_log_of_someone_else_is_not_found(signed_in, page, roles):
    log = make.log()

    assert (
        signed_in(make.member(of=log.clinic, roles=roles)).get(f"/log/{log.pk}/{page}").status_code
        == 404
    )
    assert signed_in(make.member(roles=roles)).get(f"/log/{log.pk}/{page}").status_code == 404
