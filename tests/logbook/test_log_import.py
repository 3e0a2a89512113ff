"""Earlier session logs from a CSV: seen first, then all of them or none."""

import io

import pytest

from alliance.audit.models import Entry
from alliance.logbook.models import Client, Reflection, SessionLog
from alliance.logbook.services import clients
from tests import make
from tests.browse import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

GOOD = """code,held_on,minutes,setting,listen-tone,goals-link,reflection
K-14,2026-03-05,50,in_person,4,5,A kestrel.
K-14,2026-03-12,50,video,unsure,3,
L-02,2026-03-06,45,phone,2,2,
"""


@pytest.fixture
def member():
    return make.member()


@pytest.fixture
def browser(client, member):
    return Browser(client, member)


def file_of(text, name="sessions.csv"):
    raw = text if isinstance(text, bytes) else text.encode()
    file = io.BytesIO(raw)
    file.name = name
    return {"file": file}


def look(browser, text, name="sessions.csv"):
    return browser.post("/import/", file_of(text, name))


def keep(browser, text):
    return browser.post("/import/save/", {"text": text})


@pytest.mark.requirement("INP-07")
def test_it_is_shown_first_and_nothing_is_kept(browser):
    answer = look(browser, GOOD)

    assert answer.status_code == 200
    assert "3 sessions of 2 clients" in answer.text
    assert "K-14, L-02" in answer.text
    assert not Client.objects.exists()


def test_then_all_of_it_is_kept_with_ranges_numbers_and_sealed_words(browser, member):
    keep(browser, GOOD)

    logs = SessionLog.objects.filter(client__code="K-14").order_by("number")
    assert [log.number for log in logs] == [1, 2]
    assert logs[0].ratings == {"listen-tone": 4, "goals-link": 5}
    assert logs[1].ratings["listen-tone"] == "unsure"
    assert logs[1].setting == "video"
    assert logs[0].client.started_on == logs[0].held_on
    assert b"kestrel" not in bytes(Reflection.objects.get().text)
    page = browser.read(f"/log/{logs[0].pk}/")
    assert "A kestrel." in page
    assert Entry.objects.filter(verb="imported sessions", user=member.user).count() == 1


def test_what_follows_from_the_ratings_is_worked_out(browser):
    items = list(make.ratings())
    rows = [f"K-14,2026-03-{day:02}," + ",".join("4" * len(items)) for day in (2, 9, 16, 23)]

    keep(browser, f"code,held_on,{','.join(items)}\n" + "\n".join(rows))

    last = SessionLog.objects.get(number=4)
    assert (last.score, last.form) == (75.0, "core")
    assert last.range_low < 75 < last.range_high


def test_an_own_client_is_gone_on_with_and_first_seen_earlier(browser, member):
    about = make.client(of=member, code="K-14", started_on=make.LAST_WEEK)
    last = make.log(of=about, held_on=make.TODAY)

    keep(browser, GOOD)

    about.refresh_from_db()
    last.refresh_from_db()
    assert about.started_on.isoformat() == "2026-03-05"
    assert last.number == 3


def test_the_same_file_again_is_refused_and_says_so(browser):
    keep(browser, GOOD)

    answer = look(browser, GOOD)

    assert answer.status_code == 422
    assert "This file was imported before" in answer.text
    assert keep(browser, GOOD).status_code == 422
    assert SessionLog.objects.count() == 3


@pytest.mark.requirement("INP-07")
@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("Anna Schmidt,2026-03-05,50,,4,5,", "This is no code."),
        ("1999-12-24,2026-03-05,50,,4,5,", "This is no code."),
        (",2026-03-05,50,,4,5,", "This is no code."),
        ("K-15,05.03.2026,50,,4,5,", "Write held_on as"),
        ("K-15,2099-03-05,50,,4,5,", "hasn’t come yet"),
        ("K-15,1899-03-05,50,,4,5,", "very long ago"),
        ("K-15,2026-03-05,none,,4,5,", "Write minutes"),
        ("K-15,2026-03-05,601,,4,5,", "Write minutes"),
        ("K-15,2026-03-05,50,at home,4,5,", "A setting is"),
        ("K-15,2026-03-05,50,,6,5,", "Check listen-tone"),
        ("K-15,2026-03-05,50,,often,5,", "Check listen-tone"),
        ("K-14,2026-03-05,50,,4,5,", "more than once"),
    ],
)
def test_one_row_that_can_not_be_kept_keeps_all_out(browser, row, sentence):
    text = GOOD + row + "\n"

    answer = look(browser, text)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Row 5" in answer.text
    assert 'name="text"' not in answer.text
    assert keep(browser, text).status_code == 422
    assert not Client.objects.exists()
    assert not SessionLog.objects.exists()


def test_a_name_in_the_code_column_is_not_shown_again(browser):
    answer = look(browser, GOOD + "Anna Schmidt,2026-03-05,50,,4,5,\n")

    assert "schmidt" not in answer.text.lower()


@pytest.mark.requirement("INP-07")
@pytest.mark.parametrize(
    ("raw", "name", "sentence"),
    [
        (GOOD, "sessions.xlsx", "Choose a CSV file"),
        ("", "a.csv", "Choose a CSV file"),
        ("code,held_on\n", "a.csv", "nothing in this file"),
        ("code,minutes\nK-14,50\n", "a.csv", "name these columns too: held_on"),
        ("code,code,held_on\nK-14,K-14,2026-03-05\n", "a.csv", "stands there twice"),
        (GOOD.encode("utf-16"), "a.csv", "CSV UTF-8"),
        (b"PK\x03\x04\0\0", "a.csv", "CSV UTF-8"),
        (b"x" * (2 * 1024 * 1024 + 1), "a.csv", "2 MB"),
        ("code,held_on\n" + "K-14,2026-03-05\n" * 5001, "a.csv", "more than 5,000 rows"),
        ('code,held_on\n"' + "x" * 200_000 + '",2026-03-05\n', "a.csv", "as a table"),
    ],
    ids=["xlsx", "empty", "no rows", "a column missing", "a column twice", "UTF-16", "zip", "2 MB",
         "5,001 rows", "a cell without end"],
)  # fmt: skip
def test_a_file_that_is_no_table_says_why(browser, raw, name, sentence):
    answer = look(browser, raw, name)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_semicolons_a_byte_order_mark_and_windows_lines_are_read(browser):
    text = "\ufeff" + GOOD.replace(",", ";").replace("\n", "\r\n")

    assert "3 sessions of 2 clients" in look(browser, text).text


def test_a_client_in_the_trash_is_brought_back_first(browser, member):
    clients.trash_client(make.client(of=member, code="K-14"), by=member)

    assert "in the trash" in look(browser, GOOD).text


def test_the_codes_of_colleagues_are_nobody_elses_business(browser, member):
    other = make.client(of=make.member(of=member.clinic), code="K-14")

    keep(browser, GOOD)

    assert Client.objects.filter(code="K-14").count() == 2
    assert not SessionLog.objects.filter(client=other).exists()


def test_five_thousand_sessions_take_a_fixed_number_of_queries_a_client(
    browser, django_assert_max_num_queries
):
    rows = [f"K-{number},2026-03-{day:02},4" for number in (14, 15) for day in range(1, 29)]
    text = "code,held_on,listen-tone\n" + "\n".join(rows)

    with django_assert_max_num_queries(60):
        keep(browser, text)

    assert SessionLog.objects.count() == 56
