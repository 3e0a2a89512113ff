"""The guidance library: what is there for whom, and how it is found."""

import re
import time

import pytest

from alliance.logbook.models import CardMark
from alliance.logbook.services.card_marks import mark_card
from tests import make
from tests.browse import FIXED_QUERIES, counted, found_line, found_titles, library

pytestmark = pytest.mark.django_db


def test_a_clinician_finds_every_card_that_is_not_for_supervisors(client):
    response = library(client, make.member())

    assert len(found_titles(response)) == 62
    assert found_line(response) == "62 reads"
    assert "Keep low ratings safe to report" not in response.text
    assert "For supervisors" not in response.text


def test_a_supervisor_finds_all_sixty_six(client):
    response = library(client, make.member(roles="supervisor"))

    assert len(found_titles(response)) == 66
    assert "For supervisors" in response.text


def test_a_supervisors_filter_shows_a_clinician_nothing(client):
    response = library(client, make.member(), theme="supervisor")

    assert found_titles(response) == []


def test_searching_never_brings_a_supervisors_card_to_a_clinician(client):
    response = library(client, make.member(), q="keep low ratings safe to report")

    assert "Keep low ratings safe to report" not in found_titles(response)


def test_whoever_is_not_signed_in_is_asked_to_sign_in(client):
    clinic = make.clinic()

    response = client.get(f"/c/{clinic.slug}/guidance/")

    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_a_row_holds_a_title_one_or_two_sentences_and_its_domain(client):
    response = library(client, make.member(), q="silence")

    assert found_titles(response)[0] == "Give silence a second reading"
    assert "Emotion management, Warmth and pace" in response.text


@pytest.mark.parametrize("form", ["silence", "Silences", "SILENT"])
def test_every_form_of_a_word_finds_the_same_reads(client, form):
    member = make.member()

    assert found_titles(library(client, member, q=form)) == found_titles(
        library(client, member, q="silence")
    )


def test_a_word_in_the_title_comes_before_one_in_the_text(client):
    found = found_titles(library(client, make.member(), q="interpreter"))

    assert found[0] == "Brief the interpreter first"
    assert len(found) > 1


def test_reads_without_a_search_stand_under_their_themes(client):
    response = library(client, make.member())

    headings = re.findall(r"<h2>([^<]+)</h2>", response.text)
    assert headings[:3] == ["Welcome", "Pace", "Non-judgment"]
    assert headings.count("Rupture and repair") == 1


def test_several_domains_widen_and_another_kind_narrows(client):
    member = make.member()

    fit = found_titles(library(client, member, domain="fit"))
    both = library(client, member, domain=["fit", "boundaries"])
    narrowed = found_titles(library(client, member, domain=["fit", "boundaries"], strategy="8"))

    assert set(fit) < set(found_titles(both))
    assert found_line(both) == f"{len(found_titles(both))} reads in two domains"
    assert narrowed == [
        "Ask what you are equipped for",
        "Refer without turning someone away",
        "Choose the next person with care",
    ]


@pytest.mark.parametrize(
    ("name", "value", "title"),
    [
        ("domain", "repair", "Own your part, briefly"),
        ("part", "goals", "Ask what they hope for, again"),
        ("strategy", "6", "Ask it another way"),
        ("context", "telehealth", "Welcome someone through a screen"),
        ("theme", "rupture_repair", "Make the first move"),
        ("support", "wider", "Brief the interpreter first"),
    ],
)
def test_each_filter_holds_its_reads(client, name, value, title):
    found = found_titles(library(client, make.member(), **{name: value}))

    assert title in found
    assert len(found) < 62


def test_a_filter_counts_what_it_holds(client):
    response = library(client, make.member())

    count = re.search(r"Fit <span>(\d+)</span>", response.text)[1]
    assert len(found_titles(library(client, make.member(), domain="fit"))) == int(count)


def test_a_search_keeps_to_the_filters(client):
    response = library(client, make.member(), q="plan", domain="fit")

    assert found_titles(response) == ["Take your plan to supervision"]
    assert found_line(response) == "1 read in one domain for “plan”"


def test_filters_stay_as_they_were_set(client):
    response = library(client, make.member(), theme="referral", q="kind")

    assert re.search(r'name="theme" value="referral"[^>]* checked', response.text)
    assert 'value="kind"' in response.text
    assert '<span class="chosen" id="more-chosen">1 chosen</span>' in response.text


def test_a_filter_that_does_not_exist_is_passed_over(client):
    response = library(client, make.member(), domain="astrology", strategy="9", colour="red")

    assert found_line(response) == "62 reads"


def test_nothing_found_says_so_and_leads_back(client):
    response = library(client, make.member(), q="xylophone")

    assert found_line(response) == "Nothing found"
    assert "Nothing here speaks of “xylophone”." in response.text
    assert "Show all reads" in response.text


@pytest.mark.parametrize(
    "query",
    ["\x00", "silence\x00", "%", "%00", ".*+?[(\\", "'; --", "<script>", "‮", "😀"],
)
def test_any_query_gets_a_page(client, query):
    response = library(client, make.member(), q=query)

    assert response.status_code == 200
    assert "\x00" not in response.text
    assert "<script>a" not in response.text


@pytest.mark.parametrize("sent", ["q=%ED%A0%80", "q=%FF%FE", "q=%", "q[]=1", "q", "=&&=;"])
def test_an_address_that_is_no_text_gets_a_page(client, sent):
    member = make.member()
    client.force_login(member.user)

    response = client.get(f"/c/{member.clinic.slug}/guidance/", QUERY_STRING=sent)

    assert response.status_code == 200


def test_a_very_long_query_is_cut_and_answered_quickly(client):
    member = make.member()
    library(client, member, q="warm")

    started = time.process_time()
    response = library(client, member, q="silence " * 1_250)

    assert time.process_time() - started < 0.5
    assert response.status_code == 200
    assert len(re.search(r'name="q" value="([^"]*)"', response.text)[1]) <= 300


def test_what_was_typed_is_shown_as_text(client):
    response = library(client, make.member(), q='"><img src=x>')

    assert "<img" not in response.text
    assert "&lt;img" in response.text


def test_htmx_gets_the_list_alone_and_a_page_going_back_the_whole(client):
    member = make.member()
    client.force_login(member.user)
    address = f"/c/{member.clinic.slug}/guidance/?q=silence"

    piece = client.get(address, headers={"HX-Request": "true"})
    whole = client.get(
        address, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )

    assert "<html" not in piece.text
    assert "hx-swap-oob" in piece.text
    assert found_titles(piece) == found_titles(whole)
    assert "<html" in whole.text
    assert "HX-Request" in piece["Vary"]


def test_the_library_asks_the_database_for_bookmarks_only(client):
    member = make.member()
    for card in ("rupture-quiet", "repair-own", "goals-ask"):
        mark_card(card, kind=CardMark.Kind.BOOKMARK, by=member)
    client.force_login(member.user)

    with counted() as statements:
        client.get(f"/c/{member.clinic.slug}/guidance/")

    assert len(statements) == FIXED_QUERIES + 1
