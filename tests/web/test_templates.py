"""Habits of all templates, found by reading them: slips that a page would only show later."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(ROOT.rglob("*.html"))
COMPONENTS = sorted((ROOT / "components").glob("*.html"))
CLASSES = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")

each_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))


@each_page
def test_nothing_in_a_page_breaks_the_content_security_policy(path):
    page = path.read_text()

    assert not re.search(r"\sstyle\s*=", page), "an inline style"
    assert not re.search(r"<style\b", page), "an inline style sheet"
    assert not re.search(r"\son[a-z]+\s*=", page), "an inline handler"
    for script in re.findall(r"<script\b[^>]*>", page):
        assert "src=" in script or "nonce=" in script, script
    assert "javascript:" not in page


@each_page
def test_no_page_turns_escaping_off(path):
    assert not re.search(r"\|\s*safe\b|autoescape off|\bmark_safe\b", path.read_text())


@each_page
def test_a_piece_with_a_form_is_given_the_token_to_post_with(path):
    """`include … only` hides the token, and the form would be refused."""
    for target, handed_over in re.findall(
        r'{% include "([^"]+)"(?: with ([^%]*?))? only %}', path.read_text()
    ):
        if "csrf_token %}" in (ROOT / target).read_text():
            assert "csrf_token=csrf_token" in handed_over, target


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_a_component_says_first_what_goes_into_it(path):
    first_line = path.read_text().splitlines()[0]

    assert re.match(r"{# .+\. (Inputs: .+\.|No inputs\.)", first_line)


@each_page
def test_every_class_of_a_page_is_drawn_by_some_style_sheet(path):
    """A class that no sheet knows is a slip of the pen, or was left behind."""
    assert classes_in(path.read_text()) - DRAWN == set()


def classes_in(page):
    page = re.sub(r"{#.*?#}", "", page)
    found = set()
    for value in re.findall(r'\sclass="((?:[^"{]|{%.*?%}|{{.*?}})*)"', page):
        found |= set(re.sub(r"{%.*?%}|\S*{{.*?}}\S*", " ", value).split())
    return found


def drawn_classes():
    sheets = sorted((Path(settings.BASE_DIR) / "static" / "css").glob("*.css"))
    bootstrap = Path(settings.BASE_DIR) / "node_modules/bootstrap/dist/css/bootstrap.min.css"
    return {name for sheet in (*sheets, bootstrap) for name in CLASSES.findall(sheet.read_text())}


DRAWN = drawn_classes()
