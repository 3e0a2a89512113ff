"""The log and the counts: what happened, never what anybody wrote or whom it was about."""

import io
import json
import logging

import pytest
from prometheus_client import REGISTRY

from alliance.web.log_lines import formatter
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("PRIV-10")]


@pytest.fixture
def lines():
    """What is written as JSON, each line as a dict."""
    stream = io.StringIO()
    settings = formatter(is_json=True)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(settings.pop("()")(**settings))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def test_an_answer_is_one_line_with_its_route(client, lines):
    member = make.member()
    about = make.client(of=member, code="Q-77")
    client.force_login(member.user)

    client.get(f"/c/{member.clinic.slug}/clients/{about.pk}/?q=Q-77")

    (line,) = [line for line in lines() if line["logger"] == "alliance.requests"]
    assert line["route"] == "progress:show_client"
    assert (line["method"], line["status"], line["level"]) == ("GET", 200, "info")
    assert "Q-77" not in json.dumps(lines())
    assert str(about.pk) not in json.dumps(lines())


def test_the_secret_of_a_link_is_in_no_line(client, lines):
    client.get("/invitations/s3cret-of-a-link/")
    client.get("/nowhere/s3cret-of-a-link/")

    assert lines()
    assert "s3cret" not in json.dumps(lines())


def test_answers_are_counted_by_route(client):
    labels = {"route": "account_login", "method": "GET", "status": "200"}
    before = REGISTRY.get_sample_value("alliance_requests_total", labels) or 0

    client.get("/accounts/login/")

    assert REGISTRY.get_sample_value("alliance_requests_total", labels) == before + 1


def test_no_address_of_the_site_gives_the_counts_away(client):
    assert client.get("/metrics").status_code in {302, 404}
