"""What runs Alliance for a clinic gives it no more than it needs."""

import configparser
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from alliance import serving

ROOT = Path(__file__).resolve().parents[2]
SERVICES = YAML(typ="safe").load(ROOT / "docker-compose.yml")["services"]
OURS = {"web", "worker", "prepare", "backup"}
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_gets_no_more_than_it_needs(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}


@pytest.mark.parametrize("name", sorted(OURS))
def test_ours_are_never_root_and_find_secrets_in_files(name):
    service = SERVICES[name]
    environment = service["environment"]

    assert service["user"].startswith("${ALLIANCE_UID:?")
    assert environment["SECRET_KEY_FILE"].startswith("/run/secrets/")
    secret = {key for key in environment if re.search("KEY|PASSWORD", key)}
    assert all(key.endswith("_FILE") for key in secret)


def test_what_runs_on_is_asked_whether_it_is_well():
    runs_on = set(SERVICES) - {"prepare", "backup"}

    assert all("healthcheck" in SERVICES[name] for name in runs_on)


def test_only_the_edge_can_be_reached_from_outside():
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"edge"}
    assert SERVICES["database"]["networks"] == ["inside"]


@pytest.mark.requirement("WEB-07")
def test_the_edge_takes_no_older_protocol_than_its_own_choice():
    """Caddy's own: TLS 1.2 and 1.3, suites with forward secrecy, http led to https."""
    edge = (ROOT / "deploy" / "Caddyfile").read_text()

    assert not re.search(r"^\s*(tls|protocols|ciphers|curves|auto_https)\b", edge, re.M)
    assert not re.search(r"http://|:80\b", edge)


def test_every_value_that_compose_asks_for_stands_in_the_example():
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    given = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))

    # Those with a default that hardly anybody changes.
    assert asked - given <= {"LOG_LEVEL"}


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_is_no_root_and_starts_what_is_there(path):
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read(path)
    service = unit["Service"]

    assert (service["User"], service["NoNewPrivileges"]) == ("alliance", "yes")
    assert service["ProtectSystem"] == "strict"
    words = service["ExecStart"].split()
    if "manage.py" in words:
        command = words[words.index("manage.py") + 1]
        assert list(ROOT.glob(f"alliance/*/management/commands/{command}.py"))
    else:
        assert "python:alliance.serving" in words


def test_the_web_server_stops_in_good_order_within_thirty_seconds():
    assert serving.graceful_timeout <= 30
    assert serving.METRICS_ADDRESS == ""
