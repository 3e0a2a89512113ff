"""Asking for a page in a role, and what the answer comes to."""

from copy import deepcopy

from django.db import transaction

from tests.access_roles import MISSING, NOT_SO, OK, ROLES, SIGN_IN
from tests.in_role import AppClient as Browser

# A form sent empty, and a database whose keys were never checked: answered, which is what counts.
ANSWERED = {200, 204, 302, 400, 409, 422, 503}


def browser_of(world, role, **how):
    """Somebody of that role, and the beginning of the addresses of their clinic."""
    user, slug = world.people[role]
    browser = Browser(**how)
    if user:
        browser.force_login(user)
    return browser, f"/c/{slug}"


def ask(browser, method, path):
    """The answer to an empty form; whatever was written is taken back, and a sign-out too."""
    cookies = deepcopy(browser.cookies)
    with transaction.atomic():
        answer = browser.generic(method, path)
        transaction.set_rollback(True)
    browser.cookies = cookies
    return answer


def said(answer):
    if answer.status_code == 302 and "/accounts/login/" in answer.url:
        return SIGN_IN
    return OK if answer.status_code in ANSWERED else str(answer.status_code)


def expected(who, role):
    if who is not None:
        return who[ROLES.index(role)]
    return {"left": MISSING, "closed": SIGN_IN, "anonymous": SIGN_IN}.get(role, NOT_SO)
