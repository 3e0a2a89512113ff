"""What became of a card with one's own clients."""

import pytest

from alliance.logbook.queries.card_history import own_histories
from alliance.logbook.services.card_marks import pin_card
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def test_a_card_tells_what_became_of_it_with_ones_own_clients(signed_in):
    member = make.member()
    make.tried_card(make.client(of=member, code="R-08"), outcome="helped")
    log = make.log(of=make.client(of=member), ratings=make.ratings(5, listen_understood=2))

    saved = signed_in(member).read(f"/log/{log.pk}/saved/")
    card = signed_in(member).read("/guidance/listen-story/")

    assert "You tried this once with R-08, helped once." in saved
    assert "You tried this once with R-08, helped once." in card


def test_what_became_of_it_is_counted_by_client_this_one_first():
    member = make.member()
    here = make.client(of=member, code="K-14")
    make.tried_card(here, outcome="no_difference")
    make.tried_card(make.client(of=member, code="R-08"), outcome="helped")

    told = own_histories(member, cards=["listen-story"], first=here)

    assert told["listen-story"] == (
        "You tried this once with K-14, no difference once; once with R-08, helped once."
    )


def test_twice_with_one_client_is_said_so():
    about = make.client(code="R-08")
    make.tried_card(about, outcome="helped")
    pin_card("listen-story", client=about, by=about.clinician)
    make.tried_card(about, outcome="too_early")

    told = own_histories(about.clinician, cards=["listen-story"])

    assert told["listen-story"] == (
        "You tried this twice with R-08, helped once, too early to say once."
    )


def test_more_than_two_clients_are_counted():
    member = make.member()
    for _client in range(4):
        make.tried_card(make.client(of=member), outcome="helped")

    told = own_histories(member, cards=["listen-story"])

    assert told["listen-story"].endswith("; and with 2 others.")


def test_what_never_came_up_was_not_tried():
    about = make.client()
    make.tried_card(about, outcome="not_tried")

    assert own_histories(about.clinician, cards=["listen-story"]) == {}


def test_what_other_people_tried_is_never_told():
    clinic = make.clinic()
    make.tried_card(make.client(of=make.member(of=clinic)), outcome="helped")

    assert own_histories(make.member(of=clinic), cards=["listen-story"]) == {}
