"""The warning about words that point at a person: what it finds, and how often it is wrong."""

import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from tests.privacy import sentences

pytestmark = pytest.mark.requirement("PRIV-02")
MODULE = settings.BASE_DIR / "static" / "js" / "identifying.js"
SEED = 20261127
# No other part of the list than the one that was looked at while the rules were written.
OTHER_SEED = 4


def kinds_in(texts, names=()):
    node = shutil.which("node", path=f"{settings.BASE_DIR / '.tools' / 'bin'}") or shutil.which(
        "node"
    )
    told = subprocess.run(
        [node, str(Path(__file__).with_name("identify.mjs")), MODULE.as_uri()],
        input=json.dumps({"sentences": list(texts), "names": list(names)}),
        capture_output=True,
        text=True,
        check=True,
    )
    return [set(kinds) for kinds in json.loads(told.stdout)]


def scores(seed):
    """Shares found of what is formatted and of names, and shares of clean sentences warned of."""
    made, clean = sentences.identifying(500, seed=seed), sentences.clean(500, seed=seed)
    met = kinds_in([*(one.text for one in made), *clean])
    found, total, missed = Counter(), Counter(), []
    for one, kinds in zip(made, met, strict=False):
        group = "name" if one.kind == "name" else "formatted"
        total[group] += 1
        found[group] += bool(kinds)
        if not kinds:
            missed.append(one)
    alarms = [text for text, kinds in zip(clean, met[500:], strict=True) if kinds]
    return found["formatted"] / total["formatted"], found["name"] / total["name"], alarms, missed


@pytest.mark.parametrize("seed", [SEED, OTHER_SEED])
def test_it_finds_what_is_formatted_most_names_and_seldom_cries_wolf(seed, tried):
    formatted, names, alarms, missed = scores(seed)

    assert formatted >= 0.95, [one for one in missed if one.kind != "name"][:20]
    assert names >= 0.60
    assert len(alarms) <= 25, Counter(alarms).most_common(10)
    tried(1000)


@pytest.mark.parametrize("kind", sorted(sentences.FORMATTED))
def test_each_kind_is_told_by_its_name_somewhere(kind):
    texts = [one.text for one in sentences.identifying(500, seed=SEED) if one.kind == kind]

    assert any(kind in kinds for kinds in kinds_in(texts))


def test_people_of_the_clinic_are_met_by_name_however_rare():
    assert kinds_in(["Oyelaran said so too."], names=["Therapist Oyelaran"]) == [{"name"}]
    assert kinds_in(["Oyelarans are rare."], names=["Therapist Oyelaran"]) == [set()]


def test_odd_text_is_no_trouble_and_takes_no_time():
    odd = ["", "\0", "0" * 100_000, "a" * 50_000 + "@", "( " * 20_000, "Aa " * 30_000, "🙂" * 5_000]

    assert len(kinds_in(odd, names=["(", "a+b*c"])) == len(odd)
