"""The words of the trail are in the catalogue for translators, every one of them."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import trans_real

from alliance.people.forms.trail import TrailForm
from alliance.people.queries.trail_words import ACTS, SETTINGS, act_words, thing_words
from alliance.people.services.clinic_settings import ClinicSettings

NOTING = {"note", "note_about"}


def acts_in(source: str):
    """The literal first arguments of every call that leaves an entry."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in NOTING and call.args:
            for part in ast.walk(call.args[0]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def test_every_act_that_the_source_notes_can_be_said_in_another_language():
    noted = {
        act
        for path in Path(settings.BASE_DIR, "alliance").rglob("*.py")
        for act in acts_in(path.read_text())
    }

    assert len(noted) > 90
    assert noted - {*ACTS, "set ", "set reflection_months"} == set()


def test_every_setting_that_may_be_noted_has_words():
    assert set(SETTINGS) == set(ClinicSettings.__dataclass_fields__)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (act_words("signed off"), "signed off"),
        (act_words("set idle_minutes"), "set when the screen is covered"),
        (act_words("curdled"), "curdled"),
        (thing_words("logbook.sessionlog"), "session log"),
        (thing_words("gone.thing"), "thing"),
    ],
)
def test_acts_and_things_are_told_in_words(words, said):
    assert words == said


def test_acts_are_said_in_the_readers_language(monkeypatch):
    trans = translation._trans
    trans.gettext  # noqa: B018 - loads the real functions first
    real = trans_real.gettext
    monkeypatch.setattr(
        trans, "gettext", lambda text: "zeichnete ab" if text == "signed off" else real(text)
    )

    assert act_words("signed off") == "zeichnete ab"


def test_the_filter_offers_acts_by_their_words():
    offered = dict(TrailForm(people=[]).fields["verb"].choices)

    assert offered["set idle_minutes"] == "set when the screen is covered"
    assert offered["signed off"] == "signed off"
