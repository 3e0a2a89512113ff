"""What Alliance is made of: listed as it is installed, and never called safe without an answer."""

import json
from datetime import UTC, datetime, timedelta
from importlib.metadata import distribution
from subprocess import CompletedProcess

import pytest

from tools import sbom, supply_chain
from tools.advisories import KNOWN_BAD, Hole, NotChecked, from_file, known_holes
from tools.secrets_in_history import Found, secrets_in

NOW = datetime(2026, 11, 27, tzinfo=UTC)
OURS = [("PyPI", "django", "6.1.3"), ("npm", "htmx.org", "2.0.4")]


@pytest.mark.requirement("DEP-03")
def test_the_list_of_parts_is_what_is_installed(tried):
    parts = {part["purl"]: part for part in sbom.sbom(at=NOW)["components"]}

    python = {purl for purl in parts if purl.startswith("pkg:pypi/")}
    tried(len(parts))
    assert python == {f"pkg:pypi/{name}@{distribution(name).version}" for name in sbom.pins()}
    assert any(purl.startswith("pkg:npm/bootstrap@") for purl in parts)
    assert all(part["licenses"][0]["license"]["name"] for part in parts.values())


@pytest.mark.requirement("DEP-03")
def test_another_version_than_locked_is_no_list(monkeypatch):
    monkeypatch.setattr(sbom, "pins", lambda: {"django": "6.1.2"})

    with pytest.raises(sbom.Differs, match="django is locked as"):
        sbom.sbom(at=NOW)


def answering(holes):
    """A source that knows these."""

    def ask(body):
        return {
            "results": [
                {"vulns": [{"id": holes[key]}]} if key in holes else {}
                for key in (
                    (q["package"]["ecosystem"], q["package"]["name"], q["version"])
                    for q in body["queries"]
                )
            ]
        }

    return ask


KNOWING = dict.fromkeys(KNOWN_BAD, "X-1")


@pytest.mark.requirement("DEP-04")
def test_a_source_that_knows_holes_and_none_of_ours_is_an_all_clear():
    assert known_holes(OURS, ask=answering(KNOWING)) == []


@pytest.mark.requirement("DEP-04")
def test_a_hole_in_ours_is_found():
    found = known_holes(OURS, ask=answering(KNOWING | {OURS[0]: "X-2"}))

    assert found == [Hole(OURS[0], "X-2")]


def refusing(_body):
    raise OSError("no network")


@pytest.mark.requirement("DEP-04")
@pytest.mark.parametrize(
    "ask",
    [
        refusing,
        lambda _body: {},
        lambda _body: {"results": []},
        lambda body: {"results": [{}] * len(body["queries"])},
        answering({KNOWN_BAD[0]: "X-1"}),
        lambda body: {"results": answering(KNOWING)(body)["results"][:-1]},
    ],
    ids=["no network", "no results", "empty", "silent", "knows one only", "one skipped"],
)
def test_silence_is_no_all_clear(ask):
    with pytest.raises(NotChecked):
        known_holes(OURS, ask=ask)


@pytest.mark.requirement("DEP-04")
@pytest.mark.parametrize(("days", "counts"), [(29, True), (31, False), (-1, False)])
def test_an_answer_fetched_elsewhere_counts_for_thirty_days(tmp_path, days, counts):
    file = tmp_path / "answer.json"
    body = {"queries": []}
    body["queries"] = [
        {"package": {"ecosystem": kind, "name": name}, "version": version}
        for kind, name, version in [*KNOWN_BAD, *OURS]
    ]
    fetched_at = (NOW - timedelta(days=days)).isoformat()
    file.write_text(json.dumps(answering(KNOWING)(body) | {"fetched_at": fetched_at}))

    if counts:
        assert known_holes(OURS, ask=from_file(file, now=NOW)) == []
    else:
        with pytest.raises(NotChecked, match="too long ago"):
            from_file(file, now=NOW)


@pytest.mark.requirement("DEP-05")
@pytest.mark.parametrize(
    ("said", "code", "raised"),
    [
        ("django=={pinned}\n", 0, None),
        ("django==6.1.99\n", 0, supply_chain.Unsafe),
        ("", 0, NotChecked),
        ("django=={pinned}\n", 2, NotChecked),
    ],
    ids=["the newest", "a newer one is out", "no answer", "the index is away"],
)
def test_an_older_django_than_the_newest_is_told(monkeypatch, said, code, raised):
    answer = CompletedProcess([], code, stdout=said.format(pinned=sbom.pins()["django"]))
    monkeypatch.setattr(supply_chain.subprocess, "run", lambda *_args, **_kwargs: answer)

    if raised is None:
        assert "is the newest of" in supply_chain.django()
    else:
        with pytest.raises(raised):
            supply_chain.django()


def index(monkeypatch, *, then, now="99.0"):
    """A package index that has these newest releases, back then and today."""

    def run(command, **_how):
        version = then if "--exclude-newer" in command else now
        return CompletedProcess([], 0 if version else 1, stdout=f"one=={version}\n")

    monkeypatch.setattr(supply_chain.subprocess, "run", run)
    monkeypatch.setattr(supply_chain, "direct_packages", lambda: ["one"])
    monkeypatch.setattr(sbom, "pins", lambda: {"one": "2.0"})


@pytest.mark.requirement("DEP-02")
@pytest.mark.parametrize("then", ["1.9", ""], ids=["an older one was", "none was yet"])
def test_a_package_released_since_is_young_enough(monkeypatch, then):
    index(monkeypatch, then=then)

    assert supply_chain.ages().startswith("1 direct packages")


@pytest.mark.requirement("DEP-02")
def test_a_package_that_was_the_newest_eighteen_months_ago_is_old(monkeypatch):
    index(monkeypatch, then="2.0")

    with pytest.raises(supply_chain.Unsafe, match="one"):
        supply_chain.ages()


@pytest.mark.requirement("DEP-02")
def test_without_an_index_no_age_is_known(monkeypatch):
    index(monkeypatch, then="", now="")

    with pytest.raises(NotChecked):
        supply_chain.ages()


# Put together here, so that this file itself is none of what is looked for.
SECRETS = [
    "-----BEGIN " + "PRIVATE KEY-----",
    "-----BEGIN RSA " + "PRIVATE KEY-----",
    "1 " + "Zm9v" * 10 + "abc" + "=",
    "AKIA" + "ABCDEFGHIJKLMNOP",
    "ghp_" + "a1b2" * 9,
    'SECRET_KEY = "' + "k3y" * 12 + '"',
    "postgresql://alliance:" + "hunter2hunter2@host/db",
]


@pytest.mark.requirement("DEP-07")
@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_in_a_commit_is_found_and_not_repeated(secret):
    history = ["commit 0123456789abcdef", "+++ b/settings.py", f"+{secret}"]

    (found,) = secrets_in(history)

    assert (found.commit, found.file) == ("0123456789ab", "settings.py")
    assert secret not in repr(found)
    assert isinstance(found, Found)


@pytest.mark.requirement("DEP-07")
@pytest.mark.parametrize(
    "line",
    ["+DATABASE_URL=postgresql://user@host/name", "-1 " + "Zm9v" * 10 + "abc=", "+SECRET_KEY=…"],
)
def test_what_is_none_is_not_called_one(line):
    assert list(secrets_in(["commit 0123456789abcdef", "+++ b/x", line])) == []
