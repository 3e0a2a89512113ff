"""The guidance library: what is there for whom, and how it is found."""

import re
import time

import pytest

from alliance.audit.models import Entry
from alliance.logbook.models import CardMark, Client, Suggestion
from alliance.logbook.services import clients
from alliance.logbook.services.card_marks import mark_card
from alliance.logbook.services.suggestions import put_card_aside, take_card
from tests import make
from tests.browse import FIXED_QUERIES, READING_QUERIES, counted

pytestmark = pytest.mark.django_db

SUPERVISORS_CARD = "supervisor-safe-to-report"


def visit(client, member, /, **query):
    """The library as this member sees it."""
    client.force_login(member.user)
    return client.get(f"/c/{member.clinic.slug}/guidance/", query)


def titles(response):
    """The titles of the reads that were found, in their order."""
    return re.findall(r"<h3><a [^>]*>([^<]+)</a></h3>", response.text)


def line(response):
    return re.search(r'<p class="found-line"[^>]*>([^<]*)</p>', response.text)[1]


def test_a_clinician_finds_every_card_that_is_not_for_supervisors(client):
    response = visit(client, make.member())

    assert len(titles(response)) == 62
    assert line(response) == "62 reads"
    assert "Keep low ratings safe to report" not in response.text
    assert "For supervisors" not in response.text


def test_a_supervisor_finds_all_sixty_six(client):
    response = visit(client, make.member(roles="supervisor"))

    assert len(titles(response)) == 66
    assert "For supervisors" in response.text


def test_a_supervisors_filter_shows_a_clinician_nothing(client):
    response = visit(client, make.member(), theme="supervisor")

    assert titles(response) == []


def test_searching_never_brings_a_supervisors_card_to_a_clinician(client):
    response = visit(client, make.member(), q="keep low ratings safe to report")

    assert "Keep low ratings safe to report" not in titles(response)


def test_whoever_is_not_signed_in_is_asked_to_sign_in(client):
    clinic = make.clinic()

    response = client.get(f"/c/{clinic.slug}/guidance/")

    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_a_row_holds_a_title_one_or_two_sentences_and_its_domain(client):
    response = visit(client, make.member(), q="silence")

    assert titles(response)[0] == "Give silence a second reading"
    assert "Emotion management, Warmth and pace" in response.text


@pytest.mark.parametrize("form", ["silence", "Silences", "SILENT"])
def test_every_form_of_a_word_finds_the_same_reads(client, form):
    member = make.member()

    assert titles(visit(client, member, q=form)) == titles(visit(client, member, q="silence"))


def test_a_word_in_the_title_comes_before_one_in_the_text(client):
    found = titles(visit(client, make.member(), q="interpreter"))

    assert found[0] == "Brief the interpreter first"
    assert len(found) > 1


def test_reads_without_a_search_stand_under_their_themes(client):
    response = visit(client, make.member())

    headings = re.findall(r"<h2>([^<]+)</h2>", response.text)
    assert headings[:3] == ["Welcome", "Pace", "Non-judgment"]
    assert headings.count("Rupture and repair") == 1


def test_several_domains_widen_and_another_kind_narrows(client):
    member = make.member()

    fit = titles(visit(client, member, domain="fit"))
    both = visit(client, member, domain=["fit", "boundaries"])
    narrowed = titles(visit(client, member, domain=["fit", "boundaries"], strategy="8"))

    assert set(fit) < set(titles(both))
    assert line(both) == f"{len(titles(both))} reads in two domains"
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
    found = titles(visit(client, make.member(), **{name: value}))

    assert title in found
    assert len(found) < 62


def test_a_filter_counts_what_it_holds(client):
    response = visit(client, make.member())

    count = re.search(r"Fit <span>(\d+)</span>", response.text)[1]
    assert len(titles(visit(client, make.member(), domain="fit"))) == int(count)


def test_a_search_keeps_to_the_filters(client):
    response = visit(client, make.member(), q="plan", domain="fit")

    assert titles(response) == ["Take your plan to supervision"]
    assert line(response) == "1 read in one domain for “plan”"


def test_filters_stay_as_they_were_set(client):
    response = visit(client, make.member(), theme="referral", q="kind")

    assert re.search(r'name="theme" value="referral"[^>]* checked', response.text)
    assert 'value="kind"' in response.text
    assert '<span class="chosen" id="more-chosen">1 chosen</span>' in response.text


def test_a_filter_that_does_not_exist_is_passed_over(client):
    response = visit(client, make.member(), domain="astrology", strategy="9", colour="red")

    assert line(response) == "62 reads"


def test_nothing_found_says_so_and_leads_back(client):
    response = visit(client, make.member(), q="xylophone")

    assert line(response) == "Nothing found"
    assert "Nothing here speaks of “xylophone”." in response.text
    assert "Show all reads" in response.text


@pytest.mark.parametrize(
    "query",
    ["\x00", "silence\x00", "%", "%00", ".*+?[(\\", "'; --", "<script>", "‮", "😀"],
)
def test_any_query_gets_a_page(client, query):
    response = visit(client, make.member(), q=query)

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
    visit(client, member, q="warm")

    started = time.process_time()
    response = visit(client, member, q="silence " * 1_250)

    assert time.process_time() - started < 0.5
    assert response.status_code == 200
    assert len(re.search(r'name="q" value="([^"]*)"', response.text)[1]) <= 300


def test_what_was_typed_is_shown_as_text(client):
    response = visit(client, make.member(), q='"><img src=x>')

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
    assert titles(piece) == titles(whole)
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


def test_bookmarked_shows_what_one_keeps_oneself(client):
    member = make.member()
    mark_card("goals-ask", kind=CardMark.Kind.BOOKMARK, by=member)
    mark_card("repair-own", kind=CardMark.Kind.BOOKMARK, by=make.member(of=member.clinic))

    response = visit(client, member, bookmarked="yes")

    assert titles(response) == ["Ask what they hope for, again"]


def test_without_bookmarks_it_says_how_to_make_one(client):
    response = visit(client, make.member(), bookmarked="yes")

    assert "You have no bookmarks yet." in response.text


def test_a_pin_for_one_client_is_no_bookmark(client):
    about = make.client()
    mark_card("goals-ask", kind=CardMark.Kind.PINNED, client=about, by=about.clinician)

    response = visit(client, about.clinician, bookmarked="yes")

    assert titles(response) == []


def test_a_card_that_was_read_is_no_bookmark(client):
    member = make.member()
    mark_card("goals-ask", kind=CardMark.Kind.READ, by=member)

    response = visit(client, member, bookmarked="yes")

    assert titles(response) == []


def test_a_bookmark_of_a_supervisors_card_does_not_bring_it_to_a_clinician(client):
    member = make.member()
    mark_card(SUPERVISORS_CARD, kind=CardMark.Kind.BOOKMARK, by=member)

    response = visit(client, member, bookmarked="yes")

    assert titles(response) == []


def low_log(about, **changed):
    return make.log(of=about, ratings=make.ratings(4, **changed))


def test_for_a_client_there_is_what_was_offered_after_the_last_session(client):
    about = make.client()
    low_log(about, listen_understood=1)
    last = low_log(about, accept_nonjudgment=1)
    offered = [suggestion.card for suggestion in Suggestion.objects.of_log(last)]

    response = visit(client, about.clinician, client=about.pk)

    assert len(offered) > 1
    assert re.findall(r"/guidance/([a-z-]+)/\">", response.text)[: len(offered)] == offered
    assert line(response) == (f"{len(offered)} reads, offered after {about.code}’s last session")
    assert "I listened without judging the client" in response.text
    assert f"For {about.code}" in response.text


def test_for_a_client_what_was_decided_stands_beside_the_read(client):
    about = make.client()
    first, second, *_ = Suggestion.objects.of_log(low_log(about, accept_nonjudgment=1))
    take_card(first, by=about.clinician)
    put_card_aside(second, by=about.clinician)

    response = visit(client, about.clinician, client=about.pk)

    assert f"Next session with {about.code}" in response.text
    assert "Put aside" in response.text


def test_for_a_client_without_a_log_there_is_a_kind_word(client):
    about = make.client()

    response = visit(client, about.clinician, client=about.pk)

    assert f"Nothing was offered after {about.code}’s last session." in response.text


def test_for_a_client_taken_over_nothing_shows_of_the_former_clinicians_log(client):
    about = make.client()
    low_log(about, accept_nonjudgment=1)
    successor = make.member(of=about.clinician.clinic)
    Client.objects.coded(about.code).update(clinician=successor)

    response = visit(client, successor, client=about.pk)

    assert titles(response) == []


def test_looking_for_a_client_is_a_reading_of_that_client(client):
    about = make.client()

    visit(client, about.clinician, client=about.pk)

    assert Entry.objects.about(about.pk).filter(verb="opened").count() == 1


def test_a_client_of_someone_else_does_not_exist_here(client):
    about = make.client()
    stranger = make.member(of=about.clinician.clinic)

    assert visit(client, stranger, client=about.pk).status_code == 404
    assert Entry.objects.about(about.pk).filter(verb="opened").count() == 0


def test_a_supervisor_does_not_browse_for_a_trainees_client(client):
    about = make.client()
    supervisor = make.member(of=about.clinician.clinic, roles="supervisor")
    make.supervision(supervisor, about.clinician)

    assert visit(client, supervisor, client=about.pk).status_code == 404


def test_a_client_in_the_trash_does_not_exist_here(client):
    about = make.client()
    clients.trash_client(about, by=about.clinician)

    assert visit(client, about.clinician, client=about.pk).status_code == 404


@pytest.mark.parametrize(
    "said", ["1", "K-14", "\x00", "%s", "0192f1a2-0000-7000-8000-000000000000"]
)
def test_a_client_that_never_was_is_not_found(client, said):
    assert visit(client, make.member(), client=said).status_code == 404


def test_for_a_client_costs_the_same_however_many_logs_there_are(client):
    about = make.client()
    make.series(about, count=3, value=2)
    client.force_login(about.clinician.user)
    with counted() as statements:
        client.get(f"/c/{about.clinician.clinic.slug}/guidance/", {"client": about.pk})

    # Client, bookmarks, last log, what was offered.
    assert len(statements) == FIXED_QUERIES + READING_QUERIES + 4
