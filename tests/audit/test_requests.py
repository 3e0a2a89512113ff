"""What requests leave in the trail."""

import pytest
from django.db import DatabaseError
from django.utils import timezone

from alliance.audit import services
from alliance.audit.models import Entry
from alliance.people.models import Membership
from tests import browse, make, routes
from tests.in_role import AppClient

pytestmark = pytest.mark.django_db


def left_by(act):
    """The entries that `act` leaves."""
    before = set(Entry.objects.values_list("pk", flat=True))
    act()
    return list(Entry.objects.exclude(pk__in=before).order_by("pk"))


@pytest.mark.requirement("AUD-01")
@pytest.mark.parametrize(
    ("path", "verb"),
    [
        ("/", "looked at"),
        ("/clients/", "looked at"),
        ("/clients/?q=K", "searched"),
        ("/growth/", "looked at"),
        ("/trash/", "looked at"),
        ("/reports/", "looked at"),
    ],
)
def test_a_list_a_search_and_an_overview_leave_an_entry(client, path, verb):
    member = make.member()
    make.log(of=make.client(of=member))
    browser = browse.Browser(client, member)

    (entry,) = left_by(lambda: browser.get(path))

    assert entry.verb == verb
    assert (entry.user, entry.clinic) == (member.user, member.clinic)
    assert (entry.role, entry.address) == ("clinician", "127.0.0.1")
    assert len(entry.request_id) == 32


@pytest.mark.requirement("AUD-01")
def test_every_page_about_somebody_leaves_an_entry_for_each_time_it_is_opened(tried):
    world = routes.build_world(today=timezone.localdate())
    user, slug = world.people["author"]
    browser = AppClient()
    browser.force_login(user)
    paths = [
        f"/log/{world.ids['log_id']}/",
        f"/log/{world.ids['log_id']}/change/",
        f"/log/{world.ids['log_id']}/versions/",
        f"/log/{world.ids['log_id']}/comments/",
        f"/clients/{world.ids['client_id']}/",
        f"/clients/{world.ids['client_id']}/brief/",
        f"/clients/{world.ids['client_id']}/report/",
        f"/ruptures/{world.ids['rupture_id']}/",
        f"/drafts/{world.ids['submission']}/",
        "/clients/",
        "/",
    ]

    for path in paths * 3:
        entries = left_by(lambda path=path: browser.get(f"/c/{slug}{path}"))
        assert len(entries) == 1, (path, [entry.verb for entry in entries])
    tried(3 * len(paths))


@pytest.mark.requirement("AUD-02")
@pytest.mark.parametrize("role", ["peer", "supervisor", "admin", "stranger"])
def test_what_is_refused_leaves_an_entry(role, tried):
    world = routes.build_world(today=timezone.localdate())
    user, _slug = world.people[role]
    browser = AppClient()
    browser.force_login(user)
    path = f"/c/{world.author.clinic.slug}/log/{world.ids['log_id']}/change/"

    for _time in range(25):
        (entry,) = left_by(lambda: browser.get(path))
        assert (entry.verb, entry.object_type) == ("refused", "logbook:change_log")
        assert (entry.object_id, entry.user) == (world.ids["log_id"], user)
        assert entry.clinic == world.author.clinic
    tried(25)


@pytest.mark.requirement("AUD-06")
@pytest.mark.parametrize("path", ["/clients/{client}/", "/clients/", "/log/{log}/"])
def test_where_no_entry_can_be_left_nothing_is_shown(client, monkeypatch, path):
    member = make.member()
    log = make.log(of=make.client(of=member, code="QX-17"), intention="A canary hopes.")
    browser = browse.Browser(client, member)
    monkeypatch.setattr(services.Entry, "save", refuse)

    answer = browser.get(path.format(client=log.client_id, log=log.pk))

    assert answer.status_code == 503
    assert "Retry-After" in answer.headers
    assert "QX-17" not in answer.text
    assert "canary" not in answer.text


def refuse(*_args, **_kwargs):
    raise DatabaseError("permission denied for table audit_entry")


@pytest.mark.requirement("AUD-06")
def test_nor_is_anything_written(client, monkeypatch):
    member = make.member()
    about = make.client(of=member)
    browser = browse.Browser(client, member)
    monkeypatch.setattr(services.Entry, "save", refuse)

    answer = browser.post("/log/new/", browse.posted(about))

    assert answer.status_code == 503
    assert not about.logs.exists()


@pytest.mark.requirement("AUD-09", "AUD-03")
def test_a_forged_address_and_a_forged_name_leave_nothing_of_themselves(client):
    member = make.member()
    browser = browse.Browser(client, member)
    forged = {
        "headers": {"X-Forwarded-For": "6.6.6.6", "User-Agent": "a\r\nopened logbook.sessionlog"},
        "REMOTE_ADDR": "10.0.0.1\nopened",
    }

    (entry,) = left_by(lambda: browser.get("/clients/", **forged))

    assert entry.address == ""
    assert "opened" not in f"{entry.verb}{entry.object_type}{entry.reason}{entry.role}"


def test_behind_a_proxy_the_nearest_one_says_where_a_request_came_from(client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    member = make.member()
    browser = browse.Browser(client, member)
    said = {"X-Forwarded-For": "6.6.6.6, 2001:db8::1"}

    (entry,) = left_by(lambda: browser.get("/clients/", headers=said))

    assert entry.address == "2001:db8::1"


def test_ones_own_settings_and_the_guidance_leave_none(client):
    member = make.member()
    browser = browse.Browser(client, member)

    assert left_by(lambda: browser.get("/settings/")) == []
    assert left_by(lambda: browser.get("/guidance/")) == []
    assert Membership.objects.filter(pk=member.pk).exists()
