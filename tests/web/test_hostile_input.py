"""Whatever is sent to whichever address, by whomever: an answer, never a failure of ours."""

import uuid
from itertools import cycle, islice
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.utils import timezone

from tests import routes
from tests.asking import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INP-08", "INP-09")]

NIL = "00000000-0000-0000-0000-000000000000"
ODD = {
    "nothing": "",
    "a NUL": "a\x00b",
    "several": ["a", "b"],
    "markup": "<script>alert(1)</script>'\"{{ 7|add:7 }}",
    "another script": "𝟙٣👩‍🚀" + "\u202e",
    "a huge number": "9" * 500,
    "a number too large": str(2**63),
    "less than nothing": "-1",
    "not a number": "NaN",
    "year 0": "0000-01-01",
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "year 10000": "10000-01-01",
    "no day": "2026-02-30",
    "no time": "25:61",
    "no UUID": "{zzz}",
    "an id of nothing": NIL,
    "an address elsewhere": "//elsewhere.example/\r\nX: y",
    "a word as an address": "nowhere",
    "a page far away": "1e9",
}
MEGABYTE = "x" * 1_000_000

FIELDS = [
    "client",
    "held_on",
    "started_at",
    "minutes",
    "setting",
    "form",
    "contexts",
    "rupture",
    "last_intention",
    "reflection",
    "shared_note",
    "intention",
    "intention_card",
    "version",
    "submission",
    "log",
    "show",
    "then",
    "code",
    "started_on",
    "sessions_before",
    "suggest",
    "reason",
    "kind",
    "starts_on",
    "ends_on",
    "next",
    "answer",
    "remark",
    "name",
    "theme",
    "log_form",
    "sensitivity",
    "q",
    "page",
    "sort",
    "bookmarked",
    "domain",
    "login",
    "password",
    "email",
    "password1",
    "practice",
    "author",
    "clinic",
    "is_staff",
    "rating-",
    "rating-no-such-item",
    "rating-goals-link",
    "rupture-kind",
    "rupture-repair_steps",
    "thread-",
]


def field_names(world):
    """Fields of every form there is, and those that no form has."""
    ids = world.ids
    return [
        *FIELDS,
        f"thread-{ids['rupture_id']}",
        f"thread-{ids['rupture_id']}-tried",
        f"thread-{NIL}",
        f"card-{ids['suggestion_id']}",
    ]


@pytest.fixture
def world():
    return routes.build_world(today=timezone.localdate())


def signed_in(world, role):
    """What fails in a view is answered, as it is to a person, rather than raised here."""
    return browser_of(world, role, raise_request_exception=False)


def ask(browser, method, path, **sent):
    """The status of the answer; whatever was written is taken back."""
    with transaction.atomic():
        answer = browser.generic(method, path, **sent)
        transaction.set_rollback(True)
    return answer.status_code


def form(fields):
    """As a browser sends a form."""
    kind = "application/x-www-form-urlencoded"
    return {"data": urlencode(fields, doseq=True), "content_type": kind}


def failures(world, role, requests):
    browser, prefix = signed_in(world, role)
    return [
        (label, method, path)
        for label, method, path, sent in requests(prefix)
        if ask(browser, method, path, **sent) == 500
    ]


def in_turn(times):
    """A few odd values each time it is asked, so that all of them come by: label and value."""
    values = cycle(ODD.items())
    return lambda: list(islice(values, times))


@pytest.mark.parametrize(
    ("role", "times"), [("author", 2), ("supervisor", 1), ("admin", 1), ("anonymous", 1)]
)
def test_odd_values_in_every_field_are_answered(world, role, times):
    some = in_turn(times)

    def requests(prefix):
        for name in routes.names():
            path = prefix + routes.path_of(name, world.ids)
            for label, odd in some():
                fields = dict.fromkeys(field_names(world), odd)
                yield label, "POST", path, form(fields)
            yield label, "GET", f"{path}?{urlencode(fields)}", {}

    assert failures(world, role, requests) == []


def valid_forms(world):
    """What a person would send, by route; each field is then made odd in its turn."""
    client, today = str(world.ids["client_id"]), timezone.localdate().isoformat()
    log = {
        "client": client,
        "held_on": today,
        "started_at": "10:00",
        "minutes": "50",
        "setting": "video",
        "form": "core",
        "contexts": ["mandated"],
        "version": "1",
        "submission": str(uuid.uuid4()),
        "rating-goals-link": "2",
        "rupture": "yes",
        "rupture-kind": "mixed",
        "rupture-status": "open",
        "rupture-repair_steps": ["none_yet"],
        "reflection": "a",
        "shared_note": "b",
        "intention": "c",
        "intention_card": "d",
        "last_intention": "yes",
        f"thread-{world.ids['rupture_id']}": "partly",
        "log": str(world.ids["log_id"]),
        "then": "next",
    }
    about = {"code": "Q-77", "started_on": today, "sessions_before": "3", "contexts": ["mandated"]}
    absence = {"kind": "holiday", "starts_on": today, "ends_on": today, "next": "/"}
    return {
        "logbook:new_log": log,
        "logbook:change_log": log,
        "logbook:save_draft": log,
        "logbook:add_client": about,
        "logbook:change_client": about,
        "logbook:close_client": {"reason": "completed"},
        "logbook:note_absence": absence,
        "logbook:move_log": {"client": client},
        "logbook:answer_signal": {"answer": "makes_sense", "remark": "a", "next": "/"},
        "people:edit_settings": {
            "name": "A",
            "theme": "dark",
            "log_form": "core",
            "sensitivity": "calm",
        },
        "people:choose_theme": {"theme": "dark", "next": "/"},
        "account_login": {"login": "a@b.example", "password": "x", "next": "/"},
        "account_reset_password": {"email": "a@b.example"},
    }


def test_one_odd_value_among_good_ones_is_answered(world):
    some = in_turn(1)

    def requests(prefix):
        for name, good in valid_forms(world).items():
            path = prefix + routes.path_of(name, world.ids)
            for field in good:
                for label, odd in some():
                    yield f"{field}: {label}", "POST", path, form(good | {field: odd})

    assert failures(world, "author", requests) == []


@pytest.mark.parametrize("wanted", ["nowhere", "logbook:new_log", "//elsewhere.example/", "a/b"])
def test_a_word_as_the_page_to_go_on_to_leads_to_one_of_ours(world, wanted):
    browser, prefix = signed_in(world, "author")

    for name in ("people:choose_theme", "logbook:note_absence", "logbook:answer_signal"):
        good = valid_forms(world)[name]
        answer = browser.post(prefix + routes.path_of(name, world.ids), good | {"next": wanted})

        assert answer.status_code == 302
        assert answer.url.startswith("/")
        assert not answer.url.startswith("//")


def test_a_megabyte_is_told_at_its_field_and_kept(world):
    browser, prefix = signed_in(world, "author")
    fields = valid_forms(world)["logbook:new_log"] | {"reflection": MEGABYTE}

    answer = browser.post(f"{prefix}/log/new/", fields)

    assert answer.status_code == 422
    assert MEGABYTE in answer.content.decode()


def test_what_was_typed_oddly_is_drawn_again_and_kept_as_a_draft(world):
    browser, prefix = signed_in(world, "author")
    path = prefix + routes.path_of("logbook:change_log", world.ids)
    for odd in ODD.values():
        fields = dict.fromkeys(field_names(world), odd)
        client, log = str(world.ids["client_id"]), str(world.ids["log_id"])
        fields |= {"client": client, "submission": str(uuid.uuid4()), "log": log}

        drawn = browser.post(path, fields | {"show": "rupture"})
        kept = browser.post(f"{prefix}/log/draft/", fields)
        opened = browser.get(f"{prefix}/drafts/{fields['submission']}/")

        assert (drawn.status_code, kept.status_code, opened.status_code) == (200, 200, 200)


@pytest.mark.parametrize("charset", ["unicode_escape", "base64", "utf-16"])
def test_words_in_a_charset_of_their_own_are_not_understood(world, charset):
    """Of these one makes lone surrogates, which nothing can seal, and one no text at all."""
    browser, prefix = signed_in(world, "author")
    fields = {"client": str(world.ids["client_id"]), "submission": str(uuid.uuid4())}
    fields["reflection"] = "\\ud800"
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    kind = f"multipart/form-data; boundary=x; charset={charset}"

    answer = browser.generic(
        "POST", f"{prefix}/log/draft/", "".join(parts) + "--x--\r\n", content_type=kind
    )

    assert answer.status_code == 400


def test_addresses_that_are_none_are_answered(world):
    paths = ["/%00", "/%ff", "/%ed%a0%80", "/c/", "/c/%0a/", "/c//", "/c/x/c/y/", "/" * 99]
    paths += [f"/log/{odd}/" for odd in ("1", "%00", NIL[:-1], NIL + "0", "x" * 5_000)]

    def requests(prefix):
        for path in paths:
            yield path, "GET", path, {}
            yield path, "POST", prefix + path, {}

    assert failures(world, "author", requests) == []
