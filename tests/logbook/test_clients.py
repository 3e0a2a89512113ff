"""What happens to a client, whichever page asked for it."""

from datetime import timedelta

import pytest

from alliance.audit.models import Entry
from alliance.logbook.codes import problem_with
from alliance.logbook.models import Client
from alliance.logbook.queries.codes import free_code
from alliance.logbook.services import clients
from tests import make

pytestmark = pytest.mark.django_db


def changed(client: Client, **fields) -> None:
    values = {
        "code": client.code,
        "started_on": client.started_on,
        "sessions_before": client.sessions_before,
        "contexts": client.contexts,
    }
    clients.change_client(client, by=client.clinician, **values | fields)
    client.refresh_from_db()


def numbers(client: Client) -> list[int]:
    return list(client.logs.order_by("held_on").values_list("number", flat=True))


def test_a_code_is_kept_tidy():
    client = make.client(code="  k-14 ")

    assert client.code == "K-14"


@pytest.mark.parametrize("code", ["Tom", "0171 555 0199", "14.03.1986", "t@x.example", "", "_7"])
def test_no_code_that_points_at_a_person_is_kept(code):
    with pytest.raises(clients.CodeRefused):
        make.client(code=code)

    assert not Client.objects.exists()


def test_a_code_is_given_once_by_one_clinician_in_any_case():
    client = make.client(code="K-14")

    with pytest.raises(clients.CodeTaken):
        make.client(of=client.clinician, code="k-14")


def test_another_clinician_may_use_the_same_code():
    make.client(code="K-14")

    assert make.client(code="K-14").code == "K-14"


def test_a_code_in_the_trash_is_still_taken():
    client = make.client(code="K-14")
    clients.trash_client(client, by=client.clinician)

    with pytest.raises(clients.CodeTaken):
        make.client(of=client.clinician, code="K-14")


def test_the_same_code_from_two_tabs_at_once_is_told_as_taken(monkeypatch):
    client = make.client(code="K-14")
    monkeypatch.setattr(clients, "_free_code", lambda _clinician, *, code: code)

    with pytest.raises(clients.CodeTaken):
        make.client(of=client.clinician, code="K-14")


def test_an_offered_code_can_be_kept_and_is_free():
    member = make.member()
    make.client(of=member, code="K-14")

    offered = {free_code(member) for _attempt in range(50)}

    assert "K-14" not in offered
    assert {problem_with(code) for code in offered} == {None}


def test_more_sessions_before_number_every_session_anew():
    client = make.client()
    make.series(client, count=3)

    changed(client, sessions_before=12)

    assert numbers(client) == [13, 14, 15]


def test_a_change_of_code_leaves_the_sessions_as_they_are():
    client = make.client()
    make.series(client, count=2)

    changed(client, code="Z-9", contexts=["couples"])

    assert (client.code, client.contexts, numbers(client)) == ("Z-9", ["couples"], [1, 2])


def test_a_client_keeps_their_own_code_through_a_change():
    client = make.client(code="K-14")

    changed(client, sessions_before=1)

    assert client.code == "K-14"


def test_nobody_is_first_seen_after_their_first_session():
    client = make.client()
    first = make.series(client, count=2)[0]

    with pytest.raises(clients.StartsAfterFirstSession) as refused:
        changed(client, started_on=first.held_on + timedelta(days=1))

    assert refused.value.first_held_on == first.held_on
    changed(client, started_on=first.held_on)
    assert client.started_on == first.held_on


def test_a_closed_client_leaves_the_open_ones_and_comes_back():
    client = make.client()

    clients.close_client(client, reason="completed", on=make.TODAY, by=client.clinician)
    assert not Client.objects.open().exists()

    clients.reopen_client(client, by=client.clinician)
    assert Client.objects.open().get() == client


def test_everything_done_to_a_client_is_in_the_trail():
    client = make.client()
    by = client.clinician

    changed(client, code="Z-9")
    clients.close_client(client, reason="completed", on=make.TODAY, by=by)
    clients.reopen_client(client, by=by)
    clients.trash_client(client, by=by)
    clients.restore_client(client, by=by)

    verbs = Entry.objects.about(client.pk).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["added", "changed", "closed", "reopened", "trashed", "restored"]
