"""What a browser gets: our own files and the few third-party ones that are named, nothing else."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from alliance.web import assets


@pytest.mark.parametrize("address", assets.SERVED)
def test_every_named_file_is_installed_and_found(address):
    found = finders.find(address)

    assert found == str(assets.PACKAGES / assets.SERVED[address])
    assert Path(found).stat().st_size > 1_000


@pytest.mark.parametrize(
    "address",
    [
        "bootstrap/dist/css/bootstrap.css",
        "vendor/bootstrap.css",
        "vendor/../vendor/htmx.min.js",
        "axe-core/axe.min.js",
    ],
)
def test_what_is_not_named_is_not_served(address):
    assert finders.find(address) is None


def test_collecting_takes_exactly_the_named_files():
    listed = dict(assets.PackageFinder().list(ignore_patterns=["*.map"]))

    assert set(listed) == {name for name in assets.SERVED if not name.endswith(".map")}
    with listed["vendor/htmx.min.js"].open("vendor/htmx.min.js") as file:
        assert b"htmx" in file.read()


def test_a_missing_package_stops_the_start_and_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setattr(assets, "PACKAGES", tmp_path)

    problems = assets.PackageFinder().check()

    assert len(problems) == len(assets.SERVED)
    assert "npm ci" in problems[0].hint


def test_a_stylesheet_names_only_files_that_are_served():
    """The manifest storage follows every url() and source map, and stops at one that is missing."""
    for storage_path in _stylesheets():
        text = Path(finders.find(storage_path)).read_text()
        for target in re.findall(r"url\(['\"]?(?!data:|#)([^'\")]+)", text):
            address = (Path("/") / Path(storage_path).parent / target).resolve().relative_to("/")
            assert finders.find(str(address)), f"{storage_path} names {target}"


def test_stylesheet_and_script_leave_room_for_the_page():
    """100 kB is all that a first visit may cost, fonts aside; Alliance's own part is the rest."""
    sent = sum(
        len(brotli.compress((assets.PACKAGES / assets.SERVED[name]).read_bytes()))
        for name in ("vendor/bootstrap.min.css", "vendor/htmx.min.js")
    )

    assert sent < 45_000


def _stylesheets():
    for finder in finders.get_finders():
        yield from (path for path, _storage in finder.list([]) if path.endswith(".css"))


def test_addresses_are_below_static():
    assert staticfiles_storage.url("vendor/htmx.min.js") == "/static/vendor/htmx.min.js"
