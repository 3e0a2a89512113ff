"""The page after saving: what stood out, and deciding about cards."""

import uuid
from datetime import timedelta

import pytest

from alliance.logbook.models import CardMark, Rupture, Signal, Suggestion
from alliance.logbook.queries.card_history import own_histories
from alliance.logbook.services.card_marks import pin_card
from alliance.logbook.services.logs import change_log
from alliance.logbook.services.suggestions import take_card
from tests import make
from tests.browse import FIXED_QUERIES, READING_QUERIES, Browser, counted

pytestmark = pytest.mark.django_db
LAST_WEEK = make.TODAY - timedelta(weeks=1)
DECISIONS = ["take", "aside", "aside/take-back", "refuse", "allow", "pin", "read"]


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: make.TODAY)


@pytest.fixture
def browser(client):
    return lambda member: Browser(client, member)


def first_offer(log) -> Suggestion:
    return Suggestion.objects.of_log(log).select_related("client__key")[0]


def lines_of(page: str) -> list[str]:
    return page.split('class="signals"')[1].split("</ul>")[0].split("<li")[1:]


def tried(about, *, outcome, card="listen-story"):
    """A card offered with `about`, taken, and told of in the next log."""
    log = make.log(of=about, held_on=LAST_WEEK, ratings=make.ratings(5, listen_understood=2))
    suggestion = Suggestion.objects.select_related("client__key").get(log=log, card=card)
    take_card(suggestion, by=about.clinician)
    make.log(of=about, ratings=make.ratings(5), outcomes={suggestion.pk: outcome})


# --- what stood out ----------------------------------------------------------------------------


def test_a_signal_is_a_line_with_its_rule_one_click_away(browser):
    about = make.client()
    make.series(about, count=8, last=LAST_WEEK)
    log = make.log(of=about, ratings=make.ratings(1))

    page = browser(about.clinician).read(f"/log/{log.pk}/saved/")

    drop = Signal.objects.get(kind="drop")
    line = next(line for line in lines_of(page) if f"/signals/{drop.pk}/" in line)
    assert f"below {about.code}" in line
    assert "spreads or more below the usual level" in line


def test_at_most_three_lines_and_strain_comes_first(browser):
    about = make.client()
    make.series(about, count=8, last=LAST_WEEK)
    low = make.ratings(1, listen_understood=4, goals_wants=4)
    log = make.log(of=about, ratings=low, rupture=make.rupture())

    lines = lines_of(browser(about.clinician).read(f"/log/{log.pk}/saved/"))

    assert len(lines) == 3
    assert f"/ruptures/{Rupture.objects.get().pk}/" in lines[0]
    assert "where" in lines[-1]
    assert "usually" in lines[-1]


@pytest.mark.parametrize(
    ("rated", "said"),
    [
        ({"goals_wants": 2, "tasks_together": 2}, "Goals and tasks was least firm today."),
        ({"fit_equipped": 5}, "Fit was firmest today."),
        ({"fit_equipped": 5, "bond_pace": 2}, "Fit was firmest today, warmth and pace least so."),
        ({"fit_equipped": 2, "bond_pace": 2} | {"accept_nonjudgment": 2, "emotion_noticed": 2},
         "Some areas were firmer than others today."),
        ({}, "A start with "),
    ],
)  # fmt: skip
def test_of_areas_that_are_level_none_is_picked_out(browser, rated, said):
    log = make.log(of=make.client(), ratings=make.ratings(4, **rated))

    assert said in browser(log.author).get(f"/log/{log.pk}/saved/").content.decode()


def test_where_nothing_held_no_area_is_picked_out(browser):
    about = make.client()
    make.series(about, count=8, last=LAST_WEEK)
    log = make.log(of=about, ratings=make.ratings(1))

    page = browser(about.clinician).read(f"/log/{log.pk}/saved/")

    assert "All areas sat lower than usual today." in page
    assert len(lines_of(page)) == 1


UNTOUCHED = "handled well may leave the line untouched"


def test_a_rupture_repaired_while_the_line_held_says_that_it_may_leave_it_untouched(browser):
    about = make.client()
    make.series(about, count=6, last=LAST_WEEK)
    log = make.log(of=about, rupture=make.rupture(status="repaired"))

    assert UNTOUCHED in browser(about.clinician).read(f"/log/{log.pk}/saved/")


@pytest.mark.parametrize(("status", "value"), [("repaired", 1), ("open", 4), ("let_go", 4)])
def test_it_says_nothing_of_the_kind_where_the_line_fell_or_nothing_was_repaired(
    browser, status, value
):
    about = make.client()
    make.series(about, count=6, last=LAST_WEEK)
    ratings = make.ratings(value)
    log = make.log(of=about, ratings=ratings, rupture=make.rupture(status=status))

    assert UNTOUCHED not in browser(about.clinician).read(f"/log/{log.pk}/saved/")


def test_below_the_usual_range_it_says_nothing_of_the_kind_even_without_a_signal(browser):
    about = make.client()
    make.series(about, count=6, last=LAST_WEEK)
    lower = make.ratings(4, listen_understood=3, goals_wants=3, bond_pace=3, tasks_together=3)
    log = make.log(of=about, ratings=lower, rupture=make.rupture(status="repaired"))
    assert not log.signals.exists()

    page = browser(about.clinician).read(f"/log/{log.pk}/saved/")

    assert log.score < log.range_low
    assert UNTOUCHED not in page


# --- cards -------------------------------------------------------------------------------------


def test_put_aside_a_card_is_gone_and_comes_back_by_undo(browser):
    log = make.log(ratings=make.ratings(2))
    offer, page = first_offer(log), browser(log.author)

    after = page.post(f"/suggestions/{offer.pk}/aside/", follow=True).content.decode()
    assert f"/suggestions/{offer.pk}/take/" not in after
    assert f"/suggestions/{offer.pk}/aside/take-back/" in after

    back = page.post(f"/suggestions/{offer.pk}/aside/take-back/", follow=True).content.decode()
    assert f"/suggestions/{offer.pk}/take/" in back


def test_not_for_this_client_a_card_is_gone_and_comes_back_by_undo(browser):
    log = make.log(ratings=make.ratings(2))
    offer, page = first_offer(log), browser(log.author)

    after = page.post(f"/suggestions/{offer.pk}/refuse/", follow=True).content.decode()
    assert f"/suggestions/{offer.pk}/take/" not in after
    assert f"Not offered with {log.client.code} again." in after

    back = page.post(f"/suggestions/{offer.pk}/allow/", follow=True).content.decode()
    assert f"/suggestions/{offer.pk}/take/" in back
    assert not CardMark.objects.exists()


def test_a_card_is_pinned_for_this_client(browser):
    log = make.log(ratings=make.ratings(2))
    offer = first_offer(log)

    page = browser(log.author).post(f"/suggestions/{offer.pk}/pin/", follow=True)

    assert f"Pinned for {log.client.code}" in page.content.decode()
    mark = CardMark.objects.get()
    assert (mark.card, mark.client, mark.kind) == (offer.card, log.client, "pinned")


def test_reading_a_card_from_what_was_offered_is_kept_for_this_client(browser):
    log = make.log(ratings=make.ratings(2))
    offer = first_offer(log)

    answer = browser(log.author).post(f"/suggestions/{offer.pk}/read/")

    assert answer.url.endswith(f"/guidance/{offer.card}/")
    mark = CardMark.objects.get()
    assert (mark.card, mark.client, mark.kind) == (offer.card, log.client, "read")


@pytest.mark.parametrize("decision", DECISIONS)
def test_nobody_decides_about_somebody_elses_suggestion(browser, decision):
    clinic = make.clinic()
    log = make.log(of=make.client(of=make.member(of=clinic)), ratings=make.ratings(2))
    supervisor = make.member(of=clinic, roles="clinician supervisor")
    make.supervision(supervisor, log.author)

    answer = browser(supervisor).post(f"/suggestions/{first_offer(log).pk}/{decision}/")

    assert answer.status_code == 404
    assert not CardMark.objects.exists()
    assert not Suggestion.objects.exclude(taken_at=None, put_aside_at=None).exists()


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_link_decides_nothing(browser, decision):
    log = make.log(ratings=make.ratings(2))

    answer = browser(log.author).get(f"/suggestions/{first_offer(log).pk}/{decision}/")

    assert answer.status_code == 405


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_card_that_is_gone_from_its_edition_breaks_no_page(browser, decision):
    log = make.log(ratings=make.ratings(2))
    offer = first_offer(log)
    Suggestion.objects.filter(pk=offer.pk).update(card="a-card-of-old")

    answer = browser(log.author).post(f"/suggestions/{offer.pk}/{decision}/", follow=True)

    assert answer.status_code == 200
    assert "a-card-of-old" not in answer.content.decode()


def test_a_suggestion_that_does_not_exist_is_not_found(browser):
    member = make.member()

    assert browser(member).post(f"/suggestions/{uuid.uuid4()}/take/").status_code == 404


# --- own history -------------------------------------------------------------------------------


def test_a_card_tells_what_became_of_it_with_ones_own_clients(browser):
    member = make.member()
    tried(make.client(of=member, code="R-08"), outcome="helped")
    log = make.log(of=make.client(of=member), ratings=make.ratings(5, listen_understood=2))

    saved = browser(member).read(f"/log/{log.pk}/saved/")
    card = browser(member).read("/guidance/listen-story/")

    assert "You tried this once with R-08, helped once." in saved
    assert "You tried this once with R-08, helped once." in card


def test_what_became_of_it_is_counted_by_client_this_one_first():
    member = make.member()
    here = make.client(of=member, code="K-14")
    tried(here, outcome="no_difference")
    tried(make.client(of=member, code="R-08"), outcome="helped")

    told = own_histories(member, cards=["listen-story"], first=here)

    assert told["listen-story"] == (
        "You tried this once with K-14, no difference once; once with R-08, helped once."
    )


def test_twice_with_one_client_is_said_so():
    about = make.client(code="R-08")
    tried(about, outcome="helped")
    pin_card("listen-story", client=about, by=about.clinician)
    tried(about, outcome="too_early")

    told = own_histories(about.clinician, cards=["listen-story"])

    assert told["listen-story"] == (
        "You tried this twice with R-08, helped once, too early to say once."
    )


def test_more_than_two_clients_are_counted():
    member = make.member()
    for _client in range(4):
        tried(make.client(of=member), outcome="helped")

    told = own_histories(member, cards=["listen-story"])

    assert told["listen-story"].endswith("; and with 2 others.")


def test_what_never_came_up_was_not_tried():
    about = make.client()
    tried(about, outcome="not_tried")

    assert own_histories(about.clinician, cards=["listen-story"]) == {}


def test_what_other_people_tried_is_never_told():
    clinic = make.clinic()
    tried(make.client(of=make.member(of=clinic)), outcome="helped")

    assert own_histories(make.member(of=clinic), cards=["listen-story"]) == {}


# --- the next log ------------------------------------------------------------------------------


def posted(client, **fields):
    values = {
        "client": str(client.pk),
        "held_on": str(make.TODAY),
        "minutes": "50",
        "setting": "in_person",
        "form": "core",
        "submission": str(uuid.uuid4()),
    }
    return values | fields


def test_the_next_log_asks_about_the_card_that_was_taken(browser):
    about = make.client()
    log = make.log(of=about, held_on=LAST_WEEK, ratings=make.ratings(2))
    offer = first_offer(log)
    take_card(offer, by=about.clinician)
    page = browser(about.clinician)

    form = page.read(f"/log/new/?client={about.pk}")
    page.post("/log/new/", posted(about, **{f"card-{offer.pk}": "not_tried"}))

    assert f'name="card-{offer.pk}"' in form
    assert "It did not come up" in form
    assert first_offer(log).outcome == "not_tried"


def test_an_answer_for_somebody_elses_suggestion_changes_nothing(browser):
    clinic = make.clinic()
    theirs = make.log(of=make.client(of=make.member(of=clinic)), ratings=make.ratings(2))
    offer = first_offer(theirs)
    take_card(offer, by=theirs.author)
    own = make.client(of=make.member(of=clinic))

    browser(own.clinician).post("/log/new/", posted(own, **{f"card-{offer.pk}": "helped"}))

    assert first_offer(theirs).outcome == ""


def test_an_outcome_is_changed_with_its_log():
    about = make.client()
    offer = first_offer(make.log(of=about, held_on=LAST_WEEK, ratings=make.ratings(2)))
    take_card(offer, by=about.clinician)
    log = make.log(of=about, outcomes={offer.pk: "helped"})

    change_log(
        log, entry=make.entry(outcomes={offer.pk: "harder"}), version=log.version, by=log.author
    )

    assert first_offer(offer.log).outcome == "harder"


# --- cost --------------------------------------------------------------------------------------


def test_the_page_costs_the_same_however_much_there_is_to_tell(browser):
    member = make.member()
    for _client in range(3):
        tried(make.client(of=member), outcome="helped")
    about = make.client(of=member)
    make.series(about, count=8, last=LAST_WEEK)
    low = make.ratings(1, listen_understood=1)
    log = make.log(of=about, ratings=low, rupture=make.rupture())
    pin_card(first_offer(log).card, client=about, by=member)
    page = browser(member)

    with counted() as statements:
        page.read(f"/log/{log.pk}/saved/")

    assert len(statements) - FIXED_QUERIES - READING_QUERIES <= 8


def test_saving_a_full_log_costs_fourteen_queries_and_its_notes_in_the_trail(browser):
    member = make.member()
    seen, about = make.client(of=member), make.client(of=member)
    for each in (seen, about):
        make.series(each, count=12, last=LAST_WEEK)
    rated = make.ratings(4, listen_tone=3, goals_link=4, bounds_sharing="na", repair_step=3)
    fields = {f"rating-{item}": str(rating) for item, rating in rated.items()}
    fields |= {"form": "full", "reflection": "Something of my own.", "intention": "More room"}
    fields |= {"rupture": "yes", "rupture-kind": "withdrawal", "rupture-status": "open"}
    page = browser(member)
    page.post("/log/new/", posted(seen, **fields))  # remembers the form of twenty

    with counted() as statements:
        page.post("/log/new/", posted(about, **fields))

    trail = [sql for sql in statements if sql.startswith('INSERT INTO "audit_entry"')]
    assert len(trail) == 2
    assert any(sql.startswith('UPDATE "logbook_client" SET "learned"') for sql in statements)
    assert len(statements) - FIXED_QUERIES - len(trail) <= 14


def test_a_drop_is_said_even_where_no_single_area_lies_below(browser):
    about = make.client()
    for week in range(9, 0, -1):  # areas that swing, so that each has a wide range of its own
        swing = {item: 3 if (week + at) % 2 else 5 for at, item in enumerate(make.ratings())}
        make.log(of=about, held_on=make.TODAY - timedelta(weeks=week), ratings=swing)

    log = make.log(of=about, ratings=make.ratings(3))
    text = browser(about.clinician).get(f"/log/{log.pk}/saved/").content.decode()

    assert log.signals.filter(kind="drop").exists()
    assert "Much as usual" not in text


def test_with_three_areas_below_it_does_not_say_that_the_rest_held_after_two(browser):
    about = make.client()
    make.series(about, count=9, last=make.TODAY - timedelta(days=7))

    low = make.ratings(4, welcome_greeting=1, listen_understood=1, accept_nonjudgment=1)
    log = make.log(of=about, ratings=low)
    text = browser(about.clinician).get(f"/log/{log.pk}/saved/").content.decode()

    assert "3 areas sat lower than usual" in text
