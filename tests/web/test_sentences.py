"""Every sentence of the screens: none shames, shouts or begs, and translators have them all."""

import re

import pytest

from tools.messages import CATALOGUE, Message, all_messages, catalogue_text, in_python, in_template

# What DESIGN's words rule out, and what to write is there.
RULED_OUT = {
    "shouting": r"!",
    "begging and apologies": r"\b(please|sorry|oops)\b",
    "praise": r"\b(successfully|great job|well done|streak)\b",
    "alarm": r"\b(warning|alert|danger|deteriorat\w+)\b",
    "blame": r"\b(invalid|poor|failed to|non-compliant|overdue|careless|wrong answer)\b",
    "machine talk": r"\b(submit|unauthori[sz]ed|error \d+|are you sure|redacted|no data)\b",
    "other words for ours": r"\b(patients?|assessment|case file|dashboard|AI)\b",
    "scores": r"\bscores?\b",
}
# The rule behind a signal names its numbers, and so do the papers of an export.
NAMES_NUMBERS = {"alliance/trends/explain.py", "alliance/reports/papers.py"}


@pytest.mark.parametrize("kind", RULED_OUT)
def test_no_sentence_says_what_the_design_rules_out(kind):
    ruled_out = re.compile(RULED_OUT[kind], re.IGNORECASE if kind != "other words for ours" else 0)

    said = [
        text
        for message, files in all_messages().items()
        for text in (message.singular, message.plural)
        if ruled_out.search(text) and not (kind == "scores" and set(files) <= NAMES_NUMBERS)
    ]

    assert said == []


def test_the_catalogue_for_translators_is_that_of_the_source():
    """`make messages` writes it anew."""
    assert CATALOGUE.read_text() == catalogue_text()


def test_messages_are_found_in_python():
    source = """
label = _("A day")
many = ngettext("%(n)s log", "%(n)s logs", n)
month = pgettext("of a year", "May")
other = f("not this")
"""

    assert set(in_python(source)) == {
        Message("A day"),
        Message("%(n)s log", "%(n)s logs"),
        Message("May", context="of a year"),
    }


def test_messages_are_found_in_templates():
    source = (
        '{% load i18n %}{% translate "It\'s open" %}'
        "{% blocktranslate count counter=n %}One log{% plural %}{{ counter }} logs"
        "{% endblocktranslate %}"
    )

    assert set(in_template(source)) == {
        Message("It's open"),
        Message("One log", "%(counter)s logs"),
    }
