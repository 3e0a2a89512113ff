"""About the evidence: what the documents support, and what they don't."""

import re

import pytest

from alliance.catalogue.load import evidence, guidance
from tests import make
from tests.browse import FIXED_QUERIES, counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    member = make.member()
    client.force_login(member.user)
    text = client.get(f"/c/{member.clinic.slug}/guidance/evidence/").text
    return re.sub(r"&#x27;", "'", text)


def test_the_four_documents_are_named(page):
    for document in evidence().documents.values():
        assert document.title in page
    assert "Document 000: 33 claims found" in page


def test_it_says_what_the_documents_do_not_support(page):
    for limit in guidance(1).limits.not_supported:
        assert limit in page


def test_each_number_says_whether_it_may_be_quoted(page):
    assert page.count("May be quoted") == 2
    assert page.count("Not to be quoted") == 1
    assert "129 occupational therapists were surveyed" in page


def test_every_disagreement_is_told_with_the_stance_taken(page):
    for disagreement in evidence().disagreements:
        assert disagreement.topic in page
        assert disagreement.stance in page
    assert len(evidence().disagreements) == 15


def test_withdrawal_and_confrontation_are_said_to_come_from_elsewhere(page):
    assert "this form is not the 3RS" in page
    assert "Safran and Muran" in page


def test_it_says_where_the_documents_are_thin(page):
    assert "The documents hold half a sentence on this." in page
    thin = page[page.index('id="thin"') : page.index('id="numbers"')]
    assert "Couple" in thin
    assert "Client says little" not in thin


def test_both_crisis_notices_stand_there(page):
    limits = guidance(1).limits

    assert limits.crisis_notice_clinician in page
    assert limits.crisis_notice_clinician_self in page
    assert limits.what_it_is in page


def test_the_cards_from_wider_practice_are_listed(page):
    assert page.count("/guidance/couple-both-sides/") == 1
    assert "From wider practice: 4 reads" in page


def test_it_costs_no_query(client):
    member = make.member()
    client.force_login(member.user)

    with counted() as statements:
        client.get(f"/c/{member.clinic.slug}/guidance/evidence/")

    assert len(statements) == FIXED_QUERIES


def test_whoever_is_not_signed_in_is_asked_to_sign_in(client):
    response = client.get(f"/c/{make.clinic().slug}/guidance/evidence/")

    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]
