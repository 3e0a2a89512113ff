"""Deciding about cards on the page after saving, and saying in the next log how they went."""

import uuid

import pytest

from alliance.logbook.models import CardMark, Suggestion
from alliance.logbook.services.logs import change_log
from alliance.logbook.services.suggestions import take_card
from tests import make
from tests.browse import unrated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

DECISIONS = ["take", "aside", "aside/take-back", "refuse", "allow", "pin", "read"]


# --- deciding ---------------------------------------------------------------------------------


def test_a_taken_card_becomes_the_intention_and_can_be_given_up(signed_in):
    log = make.log(ratings=make.ratings(2), intention="My own words")
    browser = signed_in(log.author)
    suggestion = log.suggestions.first()

    browser.post(f"/suggestions/{suggestion.pk}/take/")
    taken = browser.get(f"/log/{log.pk}/saved/").content.decode()
    browser.post(f"/suggestions/{suggestion.pk}/take/")
    given_up = browser.get(f"/log/{log.pk}/saved/").content.decode()

    assert 'aria-pressed="true"' in taken
    assert "My own words" in given_up


def test_put_aside_a_card_is_gone_and_comes_back_by_undo(signed_in):
    log = make.log(ratings=make.ratings(2))
    offer, page = make.offer_of(log), signed_in(log.author)

    after = page.post(f"/suggestions/{offer.pk}/aside/", follow=True).content.decode()
    assert f"/suggestions/{offer.pk}/take/" not in after
    assert f"/suggestions/{offer.pk}/aside/take-back/" in after

    back = page.post(f"/suggestions/{offer.pk}/aside/take-back/", follow=True).content.decode()
    assert f"/suggestions/{offer.pk}/take/" in back


def test_not_for_this_client_a_card_is_gone_and_comes_back_by_undo(signed_in):
    log = make.log(ratings=make.ratings(2))
    offer, page = make.offer_of(log), signed_in(log.author)

    after = page.post(f"/suggestions/{offer.pk}/refuse/", follow=True).content.decode()
    assert f"/suggestions/{offer.pk}/take/" not in after
    assert f"Not offered with {log.client.code} again." in after

    back = page.post(f"/suggestions/{offer.pk}/allow/", follow=True).content.decode()
    assert f"/suggestions/{offer.pk}/take/" in back
    assert not CardMark.objects.exists()


def test_a_card_is_pinned_for_this_client(signed_in):
    log = make.log(ratings=make.ratings(2))
    offer = make.offer_of(log)

    page = signed_in(log.author).post(f"/suggestions/{offer.pk}/pin/", follow=True)

    assert f"Pinned for {log.client.code}" in page.content.decode()
    mark = CardMark.objects.get()
    assert (mark.card, mark.client, mark.kind) == (offer.card, log.client, "pinned")


def test_reading_a_card_from_what_was_offered_is_kept_for_this_client(signed_in):
    log = make.log(ratings=make.ratings(2))
    offer = make.offer_of(log)

    answer = signed_in(log.author).post(f"/suggestions/{offer.pk}/read/")

    assert answer.url.endswith(f"/guidance/{offer.card}/?offer={offer.pk}")
    mark = CardMark.objects.get()
    assert (mark.card, mark.client, mark.kind) == (offer.card, log.client, "read")


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_link_decides_nothing(signed_in, decision):
    log = make.log(ratings=make.ratings(2))

    answer = signed_in(log.author).get(f"/suggestions/{make.offer_of(log).pk}/{decision}/")

    assert answer.status_code == 405


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_card_that_is_gone_from_its_edition_breaks_no_page(signed_in, decision):
    log = make.log(ratings=make.ratings(2))
    offer = make.offer_of(log)
    Suggestion.objects.filter(pk=offer.pk).update(card="a-card-of-old")

    answer = signed_in(log.author).post(f"/suggestions/{offer.pk}/{decision}/", follow=True)

    assert answer.status_code == 200
    assert "a-card-of-old" not in answer.content.decode()


# --- who may ----------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", DECISIONS)
def test_nobody_decides_about_somebody_elses_suggestion(signed_in, decision):
    clinic = make.clinic()
    log = make.log(of=make.client(of=make.member(of=clinic)), ratings=make.ratings(2))
    supervisor = make.member(of=clinic, roles="clinician supervisor")
    make.supervision(supervisor, log.author)

    answer = signed_in(supervisor).post(f"/suggestions/{make.offer_of(log).pk}/{decision}/")

    assert answer.status_code == 404
    assert not CardMark.objects.exists()
    assert not Suggestion.objects.exclude(taken_at=None, put_aside_at=None).exists()


def test_a_suggestion_of_someone_else_is_not_found(signed_in):
    suggestion = make.log(ratings=make.ratings(2)).suggestions.first()

    answer = signed_in(make.member()).post(f"/suggestions/{suggestion.pk}/take/")

    assert answer.status_code == 404


def test_a_suggestion_that_does_not_exist_is_not_found(signed_in):
    member = make.member()

    assert signed_in(member).post(f"/suggestions/{uuid.uuid4()}/take/").status_code == 404


# --- the next log -----------------------------------------------------------------------------


def test_the_next_log_asks_about_the_card_that_was_taken(signed_in):
    about = make.client()
    log = make.log(of=about, held_on=make.LAST_WEEK, ratings=make.ratings(2))
    offer = make.offer_of(log)
    take_card(offer, by=about.clinician)
    page = signed_in(about.clinician)

    form = page.read(f"/log/new/?client={about.pk}")
    page.post("/log/new/", unrated(about, **{f"card-{offer.pk}": "not_tried"}))

    assert f'name="card-{offer.pk}"' in form
    assert "It did not come up" in form
    assert make.offer_of(log).outcome == "not_tried"


def test_an_answer_for_somebody_elses_suggestion_changes_nothing(signed_in):
    clinic = make.clinic()
    theirs = make.log(of=make.client(of=make.member(of=clinic)), ratings=make.ratings(2))
    offer = make.offer_of(theirs)
    take_card(offer, by=theirs.author)
    own = make.client(of=make.member(of=clinic))

    signed_in(own.clinician).post("/log/new/", unrated(own, **{f"card-{offer.pk}": "helped"}))

    assert make.offer_of(theirs).outcome == ""


def test_an_outcome_is_changed_with_its_log():
    about = make.client()
    offer = make.offer_of(make.log(of=about, held_on=make.LAST_WEEK, ratings=make.ratings(2)))
    take_card(offer, by=about.clinician)
    log = make.log(of=about, outcomes={offer.pk: "helped"})

    change_log(
        log, entry=make.entry(outcomes={offer.pk: "harder"}), version=log.version, by=log.author
    )

    assert make.offer_of(offer.log).outcome == "harder"
