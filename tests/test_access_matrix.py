"""Who gets which page: every route, asked by everyone.

A new route fails here until it has a line in `TABLE`.
"""

import re
from copy import deepcopy

import pytest
from django.db import transaction
from django.utils import timezone

from tests import routes
from tests.in_role import AppClient as Browser
from tests.security import law

pytestmark = pytest.mark.django_db

OK, NO, MISSING, SIGN_IN, NOT_SO = "ok", "403", "404", "sign in", "405"
ROLES = (
    "author",
    "supervisor",
    "ended",
    "admin",
    "peer",
    "stranger",
    "left",
    "closed",
    "anonymous",
)
"""`ended`: a supervisor until today. `stranger`: of another clinic. `left`: no longer a member.
`closed`: an account that was closed. All ask for what belongs to `author`."""
OUT = (MISSING, SIGN_IN, SIGN_IN)

# In the order of ROLES.
MEMBERS = (OK, OK, OK, OK, OK, OK, *OUT)
CLINICIANS = (OK, NO, NO, NO, OK, OK, *OUT)
READERS = (OK, OK, MISSING, MISSING, MISSING, MISSING, *OUT)
WRITER = (OK, NO, MISSING, MISSING, MISSING, MISSING, *OUT)
AUTHOR = (OK, MISSING, MISSING, MISSING, MISSING, MISSING, *OUT)
ADMINS = (NO, NO, NO, OK, NO, OK, *OUT)
ADMIN_OF_IT = (NO, NO, NO, OK, NO, MISSING, *OUT)
ASKERS = (OK, OK, OK, NO, OK, OK, *OUT)
SUPERVISORS = (NO, OK, OK, NO, NO, OK, *OUT)
# The supervision in question is that of `author` with `supervisor`, and was agreed long ago.
SIDES = (OK, OK, MISSING, MISSING, MISSING, MISSING, *OUT)
NOT_WAITING = (NO, NO, MISSING, MISSING, MISSING, MISSING, *OUT)
ITS_SUPERVISOR = (MISSING, OK, MISSING, MISSING, MISSING, MISSING, *OUT)
REVIEWER = (NO, OK, MISSING, MISSING, MISSING, MISSING, *OUT)
# The agenda with `author`: of the one who supervises them.
SIDE_OF_AGENDA = (MISSING, OK, MISSING, MISSING, MISSING, MISSING, *OUT)
# Those who answer for a client: their clinician and the clinic's admins.
ANSWERS = (OK, MISSING, MISSING, OK, MISSING, MISSING, *OUT)
NAMED = (MISSING, MISSING, MISSING, MISSING, OK, MISSING, *OUT)
MAY_REFUSE = (OK, MISSING, MISSING, OK, NO, MISSING, *OUT)
SEES_ACCESS = (NO, MISSING, MISSING, NO, NO, MISSING, *OUT)
NOBODY_HERE = (MISSING,) * 6 + OUT
WRITER_NOT_ADMIN = (OK, MISSING, MISSING, NO, MISSING, MISSING, *OUT)
# The one in question was asked for by `author`, and is no order.
SECOND_PERSON = (NO, MISSING, MISSING, NO, MISSING, MISSING, *OUT)
ADMIN_ANSWERS = (NO, MISSING, MISSING, OK, MISSING, MISSING, *OUT)
# Of the client whom `author` handed over to somebody who isn't among those asking.
RECEIVER = (MISSING, MISSING, MISSING, MISSING, MISSING, MISSING, *OUT)
THREAD = (OK, OK, MISSING, MISSING, MISSING, MISSING, *OUT)
NAMELESS = (MISSING, NO, MISSING, MISSING, MISSING, MISSING, *OUT)
ANYONE = (OK,) * 9
SIGNED_IN = (OK, OK, OK, OK, OK, OK, OK, SIGN_IN, SIGN_IN)
NOBODY = (MISSING,) * 9
# An export that `author` asked for and that waits for a second person.
DECIDER = (MISSING, MISSING, MISSING, OK, MISSING, MISSING, *OUT)
# Nobody in this clinic has set a password; those who must have an authenticator app have one.
WITH_FACTOR = (NO, OK, OK, OK, NO, OK, NO, SIGN_IN, SIGN_IN)
OF_FACTOR = (MISSING, OK, OK, OK, MISSING, OK, MISSING, SIGN_IN, SIGN_IN)
# Of a passkey that nobody has.
NO_PASSKEY = (MISSING,) * 7 + (SIGN_IN, SIGN_IN)

# Route → who may GET, who may POST; None: not answered at all.
TABLE = {
    "home:show_home": (MEMBERS, None),
    "upkeep:livez": (ANYONE, None),
    "upkeep:readyz": (ANYONE, None),
    "upkeep:show_status": (ADMINS, None),
    "home:show_practice": (CLINICIANS, None),
    "home:print_practice": (CLINICIANS, None),
    "home:service_worker": (ANYONE, None),
    "home:offline": (ANYONE, None),
    # Leads home: nothing is locked here.
    "home:unlock": (ANYONE, ANYONE),
    "people:choose_clinic": (SIGNED_IN, None),
    "people:edit_settings": (MEMBERS, MEMBERS),
    "people:choose_theme": (None, MEMBERS),
    "people:show_sign_in": (MEMBERS, None),
    # An id that is no sign-in of theirs ends none.
    "people:end_sign_in": (None, MEMBERS),
    "people:end_other_sign_ins": (None, MEMBERS),
    "people:set_pin": (MEMBERS, MEMBERS),
    "people:remove_pin": (None, MEMBERS),
    "people:cover": (None, SIGNED_IN),
    "people:lift_cover": (None, SIGNED_IN),
    "people:stay": (None, SIGNED_IN),
    "people:uncover": (SIGNED_IN, SIGNED_IN),
    "people:show_kept_words": (SIGNED_IN, None),
    "people:let_kept_words_go": (None, SIGNED_IN),
    "people:read_hint": (None, MEMBERS),
    "people:stop_hints": (None, MEMBERS),
    "people:choose_role": (None, MEMBERS),
    "people:edit_clinic": (ADMINS, ADMINS),
    "people:show_own_supervisions": (MEMBERS, None),
    "people:propose_supervision": (ASKERS, ASKERS),
    "people:agree": (None, NOT_WAITING),
    "people:decline": (None, SIDES),
    "people:end_own": (None, SIDES),
    "people:name_deputy": (SUPERVISORS, SUPERVISORS),
    "people:withdraw_deputy": (None, ITS_SUPERVISOR),
    "people:list_people": (ADMINS, None),
    "people:invite": (ADMINS, ADMINS),
    "people:import_people": (ADMINS, ADMINS),
    "people:save_people_import": (None, ADMINS),
    "people:withdraw_invitation": (None, ADMIN_OF_IT),
    "people:list_supervisions": (ADMINS, None),
    "people:start_supervision": (ADMINS, ADMINS),
    "people:end_supervision": (ADMIN_OF_IT, ADMIN_OF_IT),
    "people:list_teams": (ADMINS, ADMINS),
    "people:list_trail": (ADMINS, None),
    "people:export_trail": (ADMINS, None),
    "people:edit_team": (ADMIN_OF_IT, ADMIN_OF_IT),
    "people:close_team": (None, ADMIN_OF_IT),
    "people:show_person": (ADMIN_OF_IT, ADMIN_OF_IT),
    "people:deactivate": (None, ADMIN_OF_IT),
    "people:reactivate": (None, ADMIN_OF_IT),
    "people:sign_out_everywhere": (None, ADMIN_OF_IT),
    "people:send_reset": (None, ADMIN_OF_IT),
    # With a token that nobody was sent.
    "people:accept_invitation": (NOBODY, NOBODY),
    "logbook:new_log": (CLINICIANS, CLINICIANS),
    "logbook:save_draft": (None, CLINICIANS),
    # What was sealed is nothing that anybody else could send: it opens for its author only.
    "logbook:show_blank": (CLINICIANS, None),
    "logbook:offer_key": (None, CLINICIANS),
    "logbook:send_kept": (None, CLINICIANS),
    "logbook:open_kept": (None, CLINICIANS),
    "logbook:show_log": (READERS, None),
    "logbook:show_saved": (WRITER, None),
    "logbook:change_log": (WRITER, WRITER),
    "logbook:trash_log": (None, WRITER),
    "logbook:restore_log": (None, AUTHOR),
    "logbook:move_log": (WRITER, WRITER),
    "logbook:show_versions": (WRITER, None),
    # Without a supervisor named, nothing is there for its author either.
    "logbook:show_to": (None, NAMELESS),
    "logbook:stop_showing": (None, NAMELESS),
    "logbook:open_draft": (AUTHOR, None),
    "logbook:discard_draft": (None, AUTHOR),
    "logbook:take_card": (None, AUTHOR),
    "logbook:put_card_aside": (None, AUTHOR),
    "logbook:bring_card_back": (None, AUTHOR),
    "logbook:refuse_card": (None, AUTHOR),
    "logbook:allow_card": (None, AUTHOR),
    "logbook:pin_card": (None, AUTHOR),
    "logbook:read_card": (None, AUTHOR),
    "logbook:show_rupture": (READERS, None),
    "logbook:add_client": (CLINICIANS, CLINICIANS),
    "logbook:suggest_code": (CLINICIANS, None),
    "logbook:change_client": (WRITER, WRITER),
    "logbook:close_client": (WRITER, WRITER),
    "logbook:reopen_client": (None, WRITER),
    "logbook:trash_client": (None, WRITER),
    "logbook:restore_client": (None, AUTHOR),
    "logbook:note_absence": (WRITER, WRITER),
    "logbook:take_back_absence": (None, WRITER),
    "logbook:show_signal": (READERS, None),
    "logbook:answer_signal": (None, WRITER),
    "logbook:take_back_answer": (None, WRITER),
    "logbook:list_trash": (MEMBERS, None),
    "logbook:import_logs": (CLINICIANS, CLINICIANS),
    "logbook:save_import": (None, CLINICIANS),
    "logbook:list_readings": (MEMBERS, None),
    "logbook:hand_over": (WRITER, WRITER),
    "logbook:merge_client": (WRITER, WRITER),
    "logbook:list_handovers": (MEMBERS, None),
    "logbook:choose_what_goes_along": (AUTHOR, AUTHOR),
    "logbook:hand_over_all": (ADMIN_OF_IT, ADMIN_OF_IT),
    "reviews:list_reviews": (SUPERVISORS, None),
    "reviews:list_past": (SUPERVISORS, None),
    "reviews:show_review": (REVIEWER, None),
    "reviews:add_comment": (None, REVIEWER),
    "reviews:sign_off": (None, REVIEWER),
    "reviews:take_back_sign_off": (None, REVIEWER),
    "reviews:discuss": (None, REVIEWER),
    "reviews:stop_discussing": (None, REVIEWER),
    "reviews:recommend": (None, REVIEWER),
    "reviews:list_agendas": (ASKERS, None),
    "reviews:show_agenda": (SIDE_OF_AGENDA, SIDE_OF_AGENDA),
    "reviews:print_agenda": (SIDE_OF_AGENDA, None),
    "reviews:log_supervision": (SIDE_OF_AGENDA, SIDE_OF_AGENDA),
    "reviews:tick_off": (None, SIDES),
    "reviews:carry_over": (None, SIDES),
    # A supervisor is led to the review.
    "reviews:show_thread": (THREAD, THREAD),
    "reviews:put_recommendation_aside": (None, AUTHOR),
    "privacy:list_requests": (MEMBERS, MEMBERS),
    "privacy:show_retention": (ADMINS, None),
    "privacy:show_client": (ANSWERS, None),
    "privacy:place_hold": (ANSWERS, ANSWERS),
    "privacy:release_hold": (None, ADMIN_ANSWERS),
    "privacy:ask_erasure": (ANSWERS, ANSWERS),
    "privacy:withdraw_erasure": (None, ANSWERS),
    "privacy:ask_package": (ANSWERS, ANSWERS),
    "privacy:show_package": (ANSWERS, None),
    "privacy:decide_reflections": (None, WRITER_NOT_ADMIN),
    "privacy:release_package": (None, SECOND_PERSON),
    "privacy:hand_out": (None, ANSWERS),
    "privacy:list_disclosures": (MEMBERS, None),
    "privacy:edit_own": (MEMBERS, MEMBERS),
    "home:close_account": (MEMBERS, MEMBERS),
    "privacy:show_executor": (MEMBERS, CLINICIANS),
    "privacy:withdraw_executor": (None, MEMBERS),
    # The peer is named by the author, and asked, but the wait is not over.
    "privacy:ask_as_executor": (None, NAMED),
    "privacy:end_access": (None, MAY_REFUSE),
    "privacy:show_access": (NOBODY_HERE, None),
    "privacy:show_log_in_absence": (NOBODY_HERE, None),
    "privacy:review_access": (SEES_ACCESS, SEES_ACCESS),
    # Nobody here is a lead: an admin is led to where leads are named.
    "privacy:list_leads": (ADMINS, ADMINS),
    "privacy:switch_glass": (None, ADMINS),
    "privacy:end_lead": (None, ADMIN_OF_IT),
    "privacy:break_glass": (ADMINS, ADMINS),
    "progress:list_clients": (MEMBERS, None),
    "progress:show_client": (READERS, None),
    "progress:print_course": (READERS, None),
    "progress:show_before": (RECEIVER, None),
    "progress:show_brief": (READERS, None),
    "progress:list_trainees": (SUPERVISORS, None),
    "progress:show_trainee": (READERS, None),
    "progress:show_help": (MEMBERS, None),
    "progress:show_growth": (CLINICIANS, None),
    "progress:browse_guidance": (MEMBERS, None),
    "progress:about_evidence": (MEMBERS, None),
    "progress:show_card": (MEMBERS, None),
    "progress:toggle_bookmark": (None, MEMBERS),
    # Of the clinic's summary.
    "reports:order_monthly": (None, ADMINS),
    "reports:stop_monthly": (None, ADMINS),
    "reports:list_reports": (MEMBERS, None),
    "reports:ask": (None, MEMBERS),
    "reports:show_export": (AUTHOR, None),
    "reports:download": (AUTHOR, None),
    "reports:stop": (None, AUTHOR),
    "reports:try_again": (None, AUTHOR),
    "reports:remove": (None, AUTHOR),
    "reports:approve": (None, DECIDER),
    "reports:decline": (None, DECIDER),
    "account_login": (ANYONE, ANYONE),
    "account_logout": (ANYONE, ANYONE),
    "account_inactive": (ANYONE, None),
    "account_signup": (ANYONE, ANYONE),
    "account_reauthenticate": (WITH_FACTOR, WITH_FACTOR),
    "account_email": (SIGNED_IN, SIGNED_IN),
    "account_email_verification_sent": (ANYONE, None),
    "account_change_password": (SIGNED_IN, SIGNED_IN),
    "account_set_password": (SIGNED_IN, SIGNED_IN),
    "account_reset_password": (ANYONE, ANYONE),
    "account_confirm_login_code": (SIGNED_IN, SIGNED_IN),
    "account_confirm_email": (ANYONE, NOBODY),
    "account_reset_password_from_key_done": (ANYONE, None),
    "account_reset_password_from_key": (ANYONE, ANYONE),
    "account_reset_password_done": (ANYONE, None),
    "mfa_index": (SIGNED_IN, None),
    "mfa_authenticate": (SIGNED_IN, SIGNED_IN),
    "mfa_reauthenticate": (WITH_FACTOR, WITH_FACTOR),
    "mfa_activate_totp": (SIGNED_IN, SIGNED_IN),
    "mfa_deactivate_totp": (OF_FACTOR, OF_FACTOR),
    "mfa_view_recovery_codes": (NO_PASSKEY, None),
    "mfa_generate_recovery_codes": (SIGNED_IN, SIGNED_IN),
    "mfa_download_recovery_codes": (NO_PASSKEY, NO_PASSKEY),
    "mfa_list_webauthn": (SIGNED_IN, None),
    "mfa_add_webauthn": (SIGNED_IN, SIGNED_IN),
    "mfa_reauthenticate_webauthn": (WITH_FACTOR, WITH_FACTOR),
    "mfa_remove_webauthn": (NO_PASSKEY, NO_PASSKEY),
    "mfa_edit_webauthn": (NO_PASSKEY, NO_PASSKEY),
    "mfa_login_webauthn": (SIGNED_IN, SIGNED_IN),
}
# A form sent empty, and a database whose keys were never checked: answered, which is what counts.
ANSWERED = {200, 204, 302, 400, 409, 422, 503}
# These belong to nobody's clinic: a person who left, or comes from elsewhere, has them too.
OUTSIDE = (
    "account_",
    "home:unlock",
    "upkeep:livez",
    "upkeep:readyz",
    "mfa_",
    "home:service_worker",
    "home:offline",
    "people:choose_clinic",
    "people:cover",
    "people:lift_cover",
    "people:stay",
    "people:uncover",
    "people:show_kept_words",
    "people:let_kept_words_go",
    "people:accept_invitation",
)


@pytest.fixture
def world():
    return routes.build_world(today=timezone.localdate())


def browser_of(world, role):
    user, slug = world.people[role]
    browser = Browser()
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


def without_ids(answer, values):
    """A page without what differs from one request to the next."""
    text = re.sub(r'(nonce|value)="[^"]*"|X-CSRFToken": "[^"]*"', "", answer.content.decode())
    for value in values.values():
        text = text.replace(str(value), "")
    return text


@pytest.mark.requirement("AUTHZ-01")
def test_every_route_has_its_line():
    assert set(routes.names()) == set(TABLE)


@pytest.mark.requirement("AUTHZ-01")
def test_every_page_has_its_law():
    """tests/security/routes.csv says which object and action of matrix.csv a page is."""
    assert law.problems_with(TABLE, outside=OUTSIDE) == []


@pytest.mark.requirement("AUTHZ-01")
@pytest.mark.parametrize("role", ROLES)
def test_everyone_gets_what_the_table_says(world, role, tried):
    browser, prefix = browser_of(world, role)
    differing = []
    for name, (get, post) in TABLE.items():
        for method, who in (("GET", get), ("POST", post)):
            got = said(ask(browser, method, prefix + routes.path_of(name, world.ids)))
            due = expected(who, role)
            if who is None and name.startswith(OUTSIDE):
                due = NOT_SO if got != SIGN_IN else SIGN_IN
            if got != due:
                differing.append((name, method, got, due))

    tried(2 * len(TABLE))
    assert differing == []


@pytest.mark.requirement("AUTHZ-01", "AUTHZ-02")
def test_in_the_clinic_of_others_every_page_is_missing(world):
    browser, _own = browser_of(world, "stranger")
    _user, slug = world.people["author"]
    inside = [name for name in TABLE if not name.startswith(OUTSIDE)]

    answers = {
        name: {
            said(ask(browser, method, f"/c/{slug}{routes.path_of(name, world.ids)}"))
            for method in ("GET", "POST")
        }
        for name in inside
    }

    assert [name for name, got in answers.items() if got != {MISSING}] == []


@pytest.mark.requirement("AUTHZ-02")
@pytest.mark.parametrize("role", ["peer", "admin", "ended", "stranger"])
def test_what_is_not_for_one_looks_like_what_is_not_there(world, role):
    browser, prefix = browser_of(world, role)
    unknown = routes.unknown_ids() | {"card": world.ids["card"]}
    differing = []
    for name, who in TABLE.items():
        for method, rule in zip(("GET", "POST"), who, strict=True):
            if rule not in (READERS, WRITER, AUTHOR):
                continue
            hidden = ask(browser, method, prefix + routes.path_of(name, world.ids))
            missing = ask(browser, method, prefix + routes.path_of(name, unknown))
            if without_ids(hidden, world.ids) != without_ids(missing, unknown):
                differing.append((name, method))
            if dict(hidden.headers).keys() != dict(missing.headers).keys():
                differing.append((name, method))

    assert differing == []


def whole(answer) -> str:
    """All that was answered, also where it comes piece by piece."""
    return b"".join(answer).decode(errors="replace")


@pytest.mark.parametrize("role", ["peer", "admin", "ended", "stranger"])
def test_no_page_that_is_answered_holds_a_word_of_the_author(world, role):
    browser, prefix = browser_of(world, role)

    shown = [
        name
        for name, (get, _post) in TABLE.items()
        if get and "canary" in whole(ask(browser, "GET", prefix + routes.path_of(name, world.ids)))
    ]

    assert shown == []
