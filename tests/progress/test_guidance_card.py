"""One card to read, and keeping it."""

import pytest

from alliance.audit.models import Entry
from alliance.catalogue.load import claims, guidance
from alliance.logbook.models import CardMark
from alliance.logbook.services.card_marks import mark_card, unmark_card
from alliance.logbook.services.suggestions import CardGone
from alliance.progress.queries.guidance_card import card_page
from tests import make
from tests.browse import FIXED_QUERIES, counted

pytestmark = pytest.mark.django_db

SUPERVISORS_CARD = "supervisor-safe-to-report"
BOOKMARK = CardMark.Kind.BOOKMARK


def address(member, card):
    return f"/c/{member.clinic.slug}/guidance/{card}/"


def read(client, member, card):
    client.force_login(member.user)
    return client.get(address(member, card))


def press_bookmark(client, member, card, **headers):
    client.force_login(member.user)
    return client.post(f"{address(member, card)}bookmark/", headers=headers)


def test_a_card_says_what_to_say_in_quotation_marks(client):
    card = guidance(1).cards["culture-ask"]

    page = read(client, make.member(), "culture-ask").text

    assert card.title in page
    assert "“We come from different places, and I may miss things." in page
    assert "Words you might borrow" in page


def test_a_card_with_something_to_do_has_no_quotation_marks(client):
    page = read(client, make.member(), "emotion-after").text

    assert "Something to try" in page
    assert "Words you might borrow" not in page


def test_a_card_says_what_to_be_careful_with(client):
    page = read(client, make.member(), "privacy-must-tell").text

    assert "Give no warning where it could put someone in danger" in page


def test_a_card_says_when_it_is_offered(client):
    page = read(client, make.member(), "repair-leaving").text

    assert "While a rupture with the client is open" in page
    assert "After “Not at all” or “A little”" in page
    assert "I did my part to repair the strain." in page
    assert "In any session marked “Missed a session, or may not return”, whatever" in page
    assert "Only in sessions marked: Missed a session, or may not return." in page


def test_a_low_answer_to_a_reversed_statement_is_a_high_one(client):
    page = read(client, make.member(), "emotion-carry").text

    assert "After “Mostly” or “Fully”" in page
    assert "After “Not at all”" not in page


def test_a_card_says_what_it_rests_on_and_in_which_document(client):
    page = read(client, make.member(), "repair-first-move").text

    assert "Advice on building the relationship" in page
    assert f"C002-81, found at <q>{claims()['C002-81'].anchor}</q>" in page


def test_a_card_says_what_comes_from_wider_practice(client):
    page = read(client, make.member(), "interpreter-brief").text

    assert "From wider practice." in page
    assert "The documents do not mention interpreters." in page


def test_a_card_leads_to_others_near_to_it(client):
    page = read(client, make.member(), "refer-kindly").text

    assert "Choose the next person with care" in page


def test_no_card_leads_a_clinician_to_one_for_supervisors():
    reader = make.member()
    cards = [card for card in guidance(1).cards.values() if card.audience == "clinician"]

    near = {read.id for card in cards for read in card_page(card, reader=reader).related}

    assert {guidance(1).cards[card].audience for card in near} == {"clinician"}


def test_every_card_can_be_read(client):
    member = make.member(roles="supervisor")

    answers = {card: read(client, member, card).status_code for card in guidance(1).cards}

    assert set(answers.values()) == {200}
    assert len(answers) == 66


def test_a_card_for_supervisors_does_not_exist_for_a_clinician(client):
    clinician = make.member()

    assert read(client, clinician, SUPERVISORS_CARD).status_code == 404
    assert press_bookmark(client, clinician, SUPERVISORS_CARD).status_code == 404
    assert not CardMark.objects.exists()


def test_a_supervisor_reads_the_cards_for_supervisors(client):
    supervisor = make.member(roles="supervisor")

    assert read(client, supervisor, SUPERVISORS_CARD).status_code == 200


@pytest.mark.parametrize("card", ["no-such-card", "evidences", "a" * 2000])
def test_a_card_that_never_was_is_not_found(client, card):
    member = make.member()

    assert read(client, member, card).status_code == 404
    assert press_bookmark(client, member, card).status_code == 404


def test_whoever_is_not_signed_in_is_asked_to_sign_in(client):
    member = make.member()

    for response in (
        client.get(address(member, "repair-own")),
        client.post(f"{address(member, 'repair-own')}bookmark/"),
    ):
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]


def test_reading_asks_for_the_bookmark_and_the_own_history_only(client):
    member = make.member()
    mark_card("goals-ask", kind=BOOKMARK, by=member)
    mark_card("repair-own", kind=BOOKMARK, by=member)
    client.force_login(member.user)

    with counted() as statements:
        client.get(address(member, "repair-own"))

    assert len(statements) == FIXED_QUERIES + 2


def test_a_card_is_kept_and_given_up_by_the_same_button(client):
    member = make.member()

    kept = press_bookmark(client, member, "repair-own")
    page = read(client, member, "repair-own").text

    assert kept["Location"] == address(member, "repair-own")
    assert CardMark.objects.get().kind == BOOKMARK
    assert 'aria-pressed="true"' in page

    press_bookmark(client, member, "repair-own")

    assert not CardMark.objects.exists()


def test_htmx_gets_the_button_alone(client):
    response = press_bookmark(client, make.member(), "repair-own", **{"HX-Request": "true"})

    assert response.status_code == 200
    assert "<html" not in response.text
    assert 'aria-pressed="true"' in response.text
    assert "csrfmiddlewaretoken" in response.text


def test_looking_at_the_address_of_the_button_changes_nothing(client):
    member = make.member()
    client.force_login(member.user)

    response = client.get(f"{address(member, 'repair-own')}bookmark/")

    assert response.status_code == 405
    assert not CardMark.objects.exists()


def test_a_bookmark_is_ones_own(client):
    member = make.member()
    mark_card("repair-own", kind=BOOKMARK, by=make.member(of=member.clinic))

    page = read(client, member, "repair-own").text

    assert 'aria-pressed="false"' in page


def test_marking_twice_is_marking_once():
    member = make.member()

    first = mark_card("repair-own", kind=BOOKMARK, by=member)
    second = mark_card("repair-own", kind=BOOKMARK, by=member)

    assert first == second
    assert Entry.objects.about(first.pk).filter(verb="marked").count() == 1


def test_a_mark_leaves_an_entry_when_it_is_made_and_taken_away():
    member = make.member()
    mark = mark_card("repair-own", kind=BOOKMARK, by=member)

    unmark_card("repair-own", kind=BOOKMARK, by=member)
    unmark_card("repair-own", kind=BOOKMARK, by=member)

    verbs = Entry.objects.about(mark.pk).order_by("at").values_list("verb", flat=True)
    assert list(verbs) == ["marked", "unmarked"]


def test_taking_a_bookmark_away_leaves_the_pin_for_a_client():
    about = make.client()
    by = about.clinician
    pinned = mark_card("repair-own", kind=CardMark.Kind.PINNED, client=about, by=by)
    mark_card("repair-own", kind=BOOKMARK, by=by)

    unmark_card("repair-own", kind=BOOKMARK, by=by)

    assert list(CardMark.objects.all()) == [pinned]


def test_a_card_that_is_gone_can_not_be_marked():
    with pytest.raises(CardGone):
        mark_card("no-such-card", kind=BOOKMARK, by=make.member())


# --- read from what was offered -----------------------------------------------------------------


def read_offer(client, offer, *, by, card=""):
    client.force_login(by.user)
    return client.get(address(by, card or offer.card), {"offer": str(offer.pk)})


def test_a_card_read_from_an_offer_can_be_taken_there_and_leads_back(client):
    log = make.log(ratings=make.ratings(2))
    offer = make.offer_of(log)
    take, saved = f"/suggestions/{offer.pk}/take/", f"/log/{log.pk}/saved/"

    before = read_offer(client, offer, by=log.author).text
    answer = client.post(f"/c/{log.clinic.slug}{take}")
    after = read_offer(client, offer, by=log.author).text

    assert f"Try next with {log.client.code}" in before
    assert saved in before
    assert answer.url.endswith(saved)
    assert f"Next session with {log.client.code}" in after


def test_reading_it_so_is_a_reading_of_the_client(client):
    log = make.log(ratings=make.ratings(2))

    read_offer(client, make.offer_of(log), by=log.author)

    assert Entry.objects.about(log.client_id).filter(verb="opened").count() == 1


def test_nobody_elses_offer_and_none_of_another_card_is_told(client):
    log = make.log(ratings=make.ratings(2))
    offer = make.offer_of(log)
    colleague = make.member(of=log.clinic)

    theirs = read_offer(client, offer, by=colleague).text
    other_card = read_offer(client, offer, by=log.author, card="emotion-after").text
    client.force_login(log.author.user)
    nonsense = client.get(address(log.author, offer.card), {"offer": "x"}).text

    for page in (theirs, other_card, nonsense):
        assert log.client.code not in page
        assert "/take/" not in page
