"""The page after saving: what stood out."""

from datetime import timedelta

import pytest

from alliance.logbook.models import Rupture, Signal
from alliance.logbook.services.card_marks import pin_card
from tests import make
from tests.browse import FIXED_QUERIES, READING_QUERIES, counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

UNTOUCHED = "handled well may leave the line untouched"


def lines_of(page: str) -> list[str]:
    return page.split('class="signals"')[1].split("</ul>")[0].split("<li")[1:]


def test_a_signal_is_a_line_with_its_rule_one_click_away(signed_in):
    about = make.client()
    make.series(about, count=8, last=make.LAST_WEEK)
    log = make.log(of=about, ratings=make.ratings(1))

    page = signed_in(about.clinician).read(f"/log/{log.pk}/saved/")

    drop = Signal.objects.get(kind="drop")
    line = next(line for line in lines_of(page) if f"/signals/{drop.pk}/" in line)
    assert f"below {about.code}" in line
    assert "spreads or more below the usual level" in line


def test_at_most_three_lines_and_strain_comes_first(signed_in):
    about = make.client()
    make.series(about, count=8, last=make.LAST_WEEK)
    low = make.ratings(1, listen_understood=4, goals_wants=4)
    log = make.log(of=about, ratings=low, rupture=make.rupture())

    lines = lines_of(signed_in(about.clinician).read(f"/log/{log.pk}/saved/"))

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
         "Some domains were firmer than others today."),
        ({}, "A start with "),
    ],
)  # fmt: skip
def test_of_areas_that_are_level_none_is_picked_out(signed_in, rated, said):
    log = make.log(of=make.client(), ratings=make.ratings(4, **rated))

    assert said in signed_in(log.author).get(f"/log/{log.pk}/saved/").content.decode()


def test_where_nothing_held_no_area_is_picked_out(signed_in):
    about = make.client()
    make.series(about, count=8, last=make.LAST_WEEK)
    log = make.log(of=about, ratings=make.ratings(1))

    page = signed_in(about.clinician).read(f"/log/{log.pk}/saved/")

    assert "All domains sat lower than usual today." in page
    assert len(lines_of(page)) == 1


def test_a_drop_is_said_even_where_no_single_area_lies_below(signed_in):
    about = make.client()
    for week in range(9, 0, -1):  # domains that swing, so that each has a wide range of its own
        swing = {item: 3 if (week + at) % 2 else 5 for at, item in enumerate(make.ratings())}
        make.log(of=about, held_on=make.TODAY - timedelta(weeks=week), ratings=swing)

    log = make.log(of=about, ratings=make.ratings(3))
    text = signed_in(about.clinician).get(f"/log/{log.pk}/saved/").content.decode()

    assert log.signals.filter(kind="drop").exists()
    assert "Much as usual" not in text


def test_with_three_areas_below_it_does_not_say_that_the_rest_held_after_two(signed_in):
    about = make.client()
    make.series(about, count=9, last=make.TODAY - timedelta(days=7))

    low = make.ratings(4, welcome_greeting=1, listen_understood=1, accept_nonjudgment=1)
    log = make.log(of=about, ratings=low)
    text = signed_in(about.clinician).get(f"/log/{log.pk}/saved/").content.decode()

    assert "Lower than usual in 3 domains" in text


def test_a_rupture_repaired_while_the_line_held_says_that_it_may_leave_it_untouched(signed_in):
    about = make.client()
    make.series(about, count=6, last=make.LAST_WEEK)
    log = make.log(of=about, rupture=make.rupture(status="repaired"))

    assert UNTOUCHED in signed_in(about.clinician).read(f"/log/{log.pk}/saved/")


@pytest.mark.parametrize(("status", "value"), [("repaired", 1), ("open", 4), ("let_go", 4)])
def test_it_says_nothing_of_the_kind_where_the_line_fell_or_nothing_was_repaired(
    signed_in, status, value
):
    about = make.client()
    make.series(about, count=6, last=make.LAST_WEEK)
    ratings = make.ratings(value)
    log = make.log(of=about, ratings=ratings, rupture=make.rupture(status=status))

    assert UNTOUCHED not in signed_in(about.clinician).read(f"/log/{log.pk}/saved/")


def test_below_the_usual_range_it_says_nothing_of_the_kind_even_without_a_signal(signed_in):
    about = make.client()
    make.series(about, count=6, last=make.LAST_WEEK)
    lower = make.ratings(4, listen_understood=3, goals_wants=3, bond_pace=3, tasks_together=3)
    log = make.log(of=about, ratings=lower, rupture=make.rupture(status="repaired"))
    assert not log.signals.exists()

    page = signed_in(about.clinician).read(f"/log/{log.pk}/saved/")

    assert log.score < log.range_low
    assert UNTOUCHED not in page


def test_the_page_costs_the_same_however_much_there_is_to_tell(signed_in):
    member = make.member()
    for _client in range(3):
        make.tried_card(make.client(of=member), outcome="helped")
    about = make.client(of=member)
    make.series(about, count=8, last=make.LAST_WEEK)
    low = make.ratings(1, listen_understood=1)
    log = make.log(of=about, ratings=low, rupture=make.rupture())
    pin_card(make.offer_of(log).card, client=about, by=member)
    page = signed_in(member)

    with counted() as statements:
        page.read(f"/log/{log.pk}/saved/")

    assert len(statements) - FIXED_QUERIES - READING_QUERIES <= 8
