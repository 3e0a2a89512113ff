"""The shipped content: every file loads, and a published edition stays as it was."""

import hashlib

import pytest

from alliance.catalogue import load
from alliance.catalogue.cards import CLINICIAN, SUPERVISOR
from alliance.catalogue.content import CONTENT_FOLDER, ContentError, read

CHECKLIST = load.checklist(1)
GUIDANCE = load.guidance(1)


def published() -> dict[str, str]:
    lines = (CONTENT_FOLDER / "published.sha256").read_text().splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def test_a_published_edition_is_never_edited():
    """If this fails: a changed question is a new edition. Copy the file and edit the copy."""
    for name, digest in published().items():
        assert hashlib.sha256((CONTENT_FOLDER / name).read_bytes()).hexdigest() == digest, name


def test_every_edition_is_listed_as_published():
    expected = {f"{part}.{n}.toml" for part in ("checklist", "guidance") for n in load.EDITIONS}

    assert set(published()) == expected


def test_every_content_file_is_one_that_the_app_reads():
    shipped = {path.name for path in CONTENT_FOLDER.glob("*.toml")}

    assert shipped == set(published()) | {"claims.toml", "evidence.toml"}


def test_the_checklist_asks_twenty_items_in_nine_domains_ten_of_them_core():
    assert len(CHECKLIST.domains) == 9
    assert len(CHECKLIST.items) == 20
    assert len(CHECKLIST.extras) == 10
    assert len(CHECKLIST.core) == 10
    assert len(CHECKLIST.contexts) == 17
    assert len(CHECKLIST.strategies) == 8
    assert len(CHECKLIST.preparation_prompts) == 14


def test_the_library_holds_sixty_six_cards_four_of_them_for_supervisors():
    audiences = [card.audience for card in GUIDANCE.cards.values()]

    assert audiences.count(CLINICIAN) == 62
    assert audiences.count(SUPERVISOR) == 4


def test_a_claim_leads_to_its_document():
    claim = load.claims()["C002-81"]

    assert claim.document.id == "002"
    assert claim.document.title == "Advice on building the relationship"
    assert len(load.claims()) == 198
    assert set(load.documents()) == {"000", "001", "002", "003"}


def test_numbers_that_may_not_be_quoted_are_marked():
    numbers = {number.what: number.may_be_quoted for number in load.evidence().numbers}

    assert numbers["129 occupational therapists were surveyed"] is False
    assert numbers["One client in five leaves therapy early"] is True


def test_content_is_read_once():
    assert load.checklist(1) is load.checklist(1)
    assert load.guidance(1) is load.guidance(1)
    assert load.claims() is load.claims()


@pytest.mark.parametrize("edition", [0, 2, -1])
def test_an_edition_that_was_never_published_is_named(edition):
    with pytest.raises(load.UnknownEdition, match=str(edition)):
        load.checklist(edition)
    with pytest.raises(load.UnknownEdition, match=str(edition)):
        load.guidance(edition)


def test_a_missing_file_is_a_content_error():
    with pytest.raises(ContentError, match="nowhere.toml"):
        read("nowhere.toml")


def test_the_rupture_entry_asks_ten_things_and_requires_two():
    entry = CHECKLIST.rupture_entry

    assert [field.name for field in entry.fields if field.is_required] == ["kind", "status"]
    assert len(entry.fields) == 10
    assert dict(entry.field("status").choices) == {
        "open": "Open",
        "partly": "Partly repaired",
        "repaired": "Repaired",
        "let_go": "Let go",
    }
    assert len(entry.field("may_have_felt").options) == 14
    assert len(entry.field("repair_steps").options) == 11


def test_withdrawal_and_confrontation_are_said_to_come_from_the_wider_literature():
    kinds = CHECKLIST.rupture_entry.field("kind")

    assert kinds.option("withdrawal").provenance == "wider"
    assert kinds.option("confrontation").provenance == "wider"
    assert "not the 3RS" in kinds.provenance_note


def test_the_next_log_offers_four_answers_on_the_intention():
    values = [option.value for option in CHECKLIST.intention.review_options]

    assert values == ["yes", "in_part", "no", "no_longer_fitted"]


def test_limits_hold_both_crisis_notices():
    assert "emergency number" in GUIDANCE.limits.crisis_notice_clinician
    assert "crisis line" in GUIDANCE.limits.crisis_notice_clinician_self
    assert len(GUIDANCE.limits.not_supported) == 6
