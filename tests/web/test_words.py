from datetime import date

import pytest

from alliance.web.templatetags.dates import ago
from alliance.web.templatetags.labels import bare


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 19), "today"),
        (date(2026, 11, 18), "yesterday"),
        (date(2026, 11, 17), "2 days ago"),
        (date(2026, 11, 13), "6 days ago"),
        (date(2026, 11, 12), "a week ago"),
        (date(2026, 11, 6), "a week ago"),
        (date(2026, 11, 5), "2 weeks ago"),
        (date(2026, 9, 18), "8 weeks ago"),
        (date(2026, 9, 17), "17 Sep 2026"),
        (date(2026, 11, 20), "20 Nov 2026"),
    ],
)
def test_days_are_told_as_seen_from_today(day, words):
    assert ago(day, date(2026, 11, 19)) == words


@pytest.mark.parametrize("label", ["Date", "Date:", "Date.", "Date?"])
def test_a_label_inside_a_sentence_has_no_stop(label):
    assert bare(label) == "Date"
