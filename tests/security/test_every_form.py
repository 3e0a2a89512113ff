"""Every field of every form, of everyone: words stay words, and nothing else is taken."""

import os
import random
import re
import uuid
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection, transaction
from django.test import Client

from alliance.people.models import Membership
from tests.asking import browser_of
from tests.security.every_form import Form, addresses_of, forms_of
from tests.security.payloads import MARK, PAYLOADS, SHORT, STATEMENTS, taken_for_code

pytestmark = pytest.mark.django_db
ROLES = ("author", "supervisor", "admin")
# In full each role has a test of its own.
IS_FULL = os.environ.get("ALLIANCE_PROBES") == "full"
by_role = pytest.mark.parametrize("roles", [(role,) for role in ROLES] if IS_FULL else [ROLES])
# What is pressed there takes away what the others would have been shown.
ENDS = re.compile(
    r"/(end|close|remove|trash|stop|decline|withdraw|erase|deactivate|others|take-back)\b"
)


def some(things, count, *, seed="1"):
    things = list(things)
    return things if count >= len(things) else random.Random(seed).sample(things, count)


def forms_of_all(world, roles, *, pages: int):
    """Each form with the browser of somebody who comes upon it."""
    for role in roles:
        browser, prefix = browser_of(world, role, raise_request_exception=False)
        addresses = addresses_of(world, prefix=prefix)
        for form in forms_of(browser, some(addresses, pages, seed=role)):
            yield browser, form


def sent(browser: Client, form: Form, other):
    send = browser.post if form.method == "POST" else browser.get
    return send(form.path, form.filled(other))


def too_long_for(form: Form, name: str) -> bool:
    return name in {"name", "group", "email", "code"} or not form.written


# --- words stay words -------------------------------------------------------------------------


@pytest.mark.requirement("INP-01", "INP-02")
@by_role
def test_what_is_sent_is_shown_as_words_and_so_is_what_is_kept(world, roles, tried, how_many):
    """Shown again beside its field, then, where it was taken, to everyone who may read it."""
    at_once, count, wrong, kept = how_many(3, full=200), 0, [], 0
    for browser, form in forms_of_all(world, roles, pages=how_many(25, full=999)):
        if ENDS.search(form.path) or not form.written:
            continue
        for number in range(max(1, at_once // 20)):
            words = {
                name: SHORT[(count + number) % len(SHORT)]
                if too_long_for(form, name)
                else "\n".join(some(PAYLOADS, at_once, seed=f"{number}"))
                for name in form.written
            }
            answer = sent(browser, form, words)
            count += len(words) * at_once
            kept += answer.status_code == 302
            wrong += [(form.path, found) for found in taken_for_code(answer.text)]
    for role in ROLES:
        browser, prefix = browser_of(world, role, raise_request_exception=False)
        addresses = addresses_of(world, prefix=prefix)
        for address in some(addresses, how_many(40, full=999), seed=role):
            answer = browser.get(address)
            if "html" in answer.get("Content-Type", ""):
                wrong += [(role, address, found) for found in taken_for_code(answer.text)]

    tried(count)
    assert kept >= how_many(1, full=10)
    assert wrong == []
    assert [m.subject for m in mail.outbox if getattr(m, "alternatives", None)] == []


@pytest.mark.parametrize("payload", PAYLOADS[::7])
def test_the_look_for_code_sees_it(payload):
    assert taken_for_code(f"<title>{payload}</title><textarea>{payload}</textarea><p>{payload}</p>")


# --- words are no statements ------------------------------------------------------------------


@pytest.mark.requirement("INP-10")
@by_role
def test_no_word_of_a_request_stands_in_a_statement(world, roles, tried, how_many):
    """Of every parameter of every form, and of made-up ones whose names are look-ups. What stands
    in no statement's text, but beside it, can't change what it does."""
    wrong, count = [], 0

    def watch(execute, sql, params, many, context):
        if MARK in sql:
            wrong.append(sql[:200])
        return execute(sql, params, many, context)

    for browser, form in forms_of_all(world, roles, pages=how_many(25, full=999)):
        names = {*form.values, *form.written, f"client__code__{MARK}", f"order_by={MARK}"}
        for name in some(sorted(names), how_many(3, full=999), seed=form.path):
            words = STATEMENTS[count % len(STATEMENTS)]
            with transaction.atomic(), connection.execute_wrapper(watch):
                answer = sent(browser, form, {name: words})
                transaction.set_rollback(True)
            count += 1
            if answer.status_code >= 500:
                wrong.append((form.path, name, words))

    tried(count)
    assert wrong == []


# --- fields that a form does not have ---------------------------------------------------------


def value_for(field, other) -> str:
    """Something that this column would take, and that nobody here means."""
    kind = field.get_internal_type()
    owners = {"clinic": other.clinic_id, "user": other.user_id}
    by_kind = {
        "BooleanField": "on",
        "DateField": "2020-02-02",
        "DateTimeField": "2020-02-02T02:02",
        "UUIDField": str(other.pk),
        "ForeignKey": str(owners.get(field.name, other.pk)),
        "OneToOneField": str(other.pk),
    }
    return by_kind.get(kind, "7" if "Integer" in kind else "forced")


def forced_fields(other) -> dict[str, str]:
    """A value for each column of each table, by the column's name."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("alliance.")]
    return {
        name: value_for(field, other)
        for model in ours
        for field in model._meta.concrete_fields
        for name in {field.name, field.attname}
    }


def columns(known: set[str]) -> dict[str, Counter[str]]:
    """What stands in each column of each table, new ids and the time of day aside."""
    found: dict[str, Counter[str]] = {}
    for model in apps.get_models():
        if model._meta.app_label in {"audit", "jobs"}:
            continue
        names = [field.attname for field in model._meta.concrete_fields]
        for row in model._base_manager.values_list(*names):
            for name, value in zip(names, row, strict=True):
                column = found.setdefault(f"{model._meta.db_table}.{name}", Counter())
                column[_normal(value, known)] += 1
    return found


def _normal(value: object, known: set[str]) -> str:
    if isinstance(value, bytes | memoryview):
        return "sealed"
    if isinstance(value, datetime) and datetime.now(UTC) - value < timedelta(minutes=10):
        return "now"
    if isinstance(value, uuid.UUID) and str(value) not in known:
        return "new"
    return value.isoformat() if isinstance(value, date) else str(value)


def after(browser, form, known, other):
    with transaction.atomic():
        sent(browser, form, other)
        found = columns(known)
        transaction.set_rollback(True)
    return found


def ids_in(world) -> set[str]:
    return {
        str(pk)
        for model in apps.get_models()
        for pk in model._base_manager.values_list("pk", flat=True)
    }


# Names of columns that are controls of a form which a page draws only when they are asked for.
DRAWN_LATER: dict[str, set[str]] = {}


@pytest.mark.requirement("INP-04")
@by_role
def test_a_field_that_a_form_does_not_have_changes_nothing(world, roles, tried, how_many):
    """The same form twice as it is, and once with every column of every table beside its fields."""
    other = Membership.objects.get(user=world.people["stranger"][0])
    known, forced, wrong, count = ids_in(world), forced_fields(other), [], 0
    forms = [
        (browser, form)
        for browser, form in forms_of_all(world, roles, pages=how_many(25, full=999))
        if form.method == "POST"
    ]
    for browser, form in some(forms, how_many(10, full=999)):
        beside = {name: value for name, value in forced.items() if name not in form.names}
        first, again = (after(browser, form, known, {}) for _turn in range(2))
        third = after(browser, form, known, beside)
        count += len(beside)
        wrong += [
            (form.path, column, third.get(column, Counter()) - first.get(column, Counter()))
            for column in sorted({*first, *third})
            if first.get(column) == again.get(column) != third.get(column)
        ]

    tried(count)
    assert wrong == []
