"""A form that names another object takes only what its sender may name (the id is in the body)."""

import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from alliance.logbook.models import Suggestion
from alliance.people.services import teams
from tests import browse, make
from tests.in_role import AppClient as Browser
from tests.security.world import build_law

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("AUTHZ-04")]

# Reading leaves a trace, and a session remembers its messages: neither is what was asked for.
NOT_COUNTED = {"audit_entry", "django_session"}


@pytest.fixture
def law():
    return build_law(today=timezone.localdate())


def everything():
    """All rows of all tables, as they stand."""
    models = [m for m in apps.get_models() if m._meta.db_table not in NOT_COUNTED]
    return {m: sorted(map(str, m._base_manager.values_list())) for m in models if m._meta.managed}


def changes(browser, path, fields):
    """Whether the post changes any row. Taken back either way."""
    before = everything()
    with transaction.atomic():
        answer = browser.post(path, fields)
        after = everything()
        transaction.set_rollback(True)
    assert answer.status_code < 500
    return before != after


def forms_that_name(law, *, theirs):
    """(who sends, page, fields with `theirs` put where an object is named).

    `theirs`: client, log, rupture, suggestion, member, team of whom it is tried with.
    """
    today = timezone.localdate()
    soon = today + timedelta(days=3)
    saved = law.states["saved"]
    client = str(theirs["client"])
    form = browse.posted() | {"client": str(saved["client_id"]), "held_on": str(today)}
    draft = form | {"reflection": "Begun."}
    dates = {"starts_on": str(today), "ends_on": str(soon)}
    roles = {"email": "new@else.example", "is_clinician": "on"}
    yield "AU", "/log/new/", form | {"client": client, "submission": str(uuid.uuid4())}
    yield "AU", "/log/draft/", draft | {"client": client}
    yield "AU", "/log/draft/", draft | {"log": str(theirs["log"])}
    yield "AU", f"/log/{saved['log_id']}/move/", {"client": client}
    yield "AU", f"/log/{saved['log_id']}/show/", {"supervisor": str(theirs["member"])}
    yield "AU", "/supervision/ask/", {"side": "trainee", "other": str(theirs["member"])} | dates
    yield "SV", "/supervision/deputy/", {"deputy": str(theirs["member"])} | dates
    pair = {"trainees": str(law.author.pk), "supervisor": str(theirs["member"])}
    yield "CA", "/people/supervisions/start/", pair | {"starts_on": str(today)}
    yield "CA", "/people/invite/", roles | {"team": str(theirs["team"])}
    member = str(theirs["member"])
    handed = f"/clients/{saved['client_id']}/hand-over/"
    yield "AU", handed, {"receiver": member, "history": "on"}
    yield "AU", f"/clients/{saved['client_id']}/merge/", {"client": client}
    yield "AU", "/privacy/executor/", {"executor": member, "wait_days": "7"}
    yield "CA", f"/people/{law.author.pk}/hand-over/", {"receiver": member}
    yield "CA", "/privacy/leads/", {"member": member}
    reason = "They are in hospital and a client is at risk."
    yield "BG", "/privacy/break-glass/", {"author": member, "reason": reason}
    yield (
        "CA",
        f"/people/teams/{saved['team_id']}/",
        {"name": "Team", "members": str(theirs["member"])},
    )


def of_a_clinic(clinic, *, roles="clinician supervisor admin"):
    """One member's records, to name in somebody else's forms."""
    member = make.member(of=clinic, roles=roles)
    log = make.log(of=make.client(of=member), rupture=make.rupture(), ratings=make.ratings(1))
    team = teams.add_team(f"Team {log.pk}", by=member)
    return {"client": log.client_id, "log": log.pk, "member": member.pk, "team": team.pk}


def nothing():
    return {name: uuid.uuid4() for name in ("client", "log", "member", "team")}


def test_no_form_takes_an_id_that_is_not_its_senders_to_name(law, tried):
    of_a_peer = of_a_clinic(law.author.clinic)
    # A peer's membership and the clinic's teams may be named; their clients and logs may not.
    foreign = of_a_clinic(make.clinic())
    trashed = {
        "client": law.states["client trashed"]["client_id"],
        "log": law.states["trashed"]["log_id"],
    }
    browsers = {asker.role: (signed_in(asker), asker.slug) for asker in law.askers[:6]}
    taken, count = [], 0
    for whose, theirs in {
        "another clinic's": foreign,
        "nobody's": nothing(),
        "a peer's": nothing() | {"client": of_a_peer["client"], "log": of_a_peer["log"]},
        "in the trash": nothing() | trashed,
    }.items():
        for role, page, fields in forms_that_name(law, theirs=theirs):
            browser, slug = browsers[role]
            count += 1
            if changes(browser, f"/c/{slug}{page}", fields):
                taken.append((whose, role, page))

    tried(count)
    assert taken == []


def test_the_same_forms_take_what_their_sender_may_name(law):
    """Else a form that is refused for another reason would pass for a wall."""
    own = of_a_clinic(law.author.clinic) | {
        "client": make.client(of=law.author).pk,
        "log": law.states["saved"]["log_id"],
    }
    browsers = {asker.role: (signed_in(asker), asker.slug) for asker in law.askers[:6]}
    refused = []
    for role, page, fields in forms_that_name(law, theirs=own):
        browser, slug = browsers[role]
        named = fields | ({"supervisor": str(law.supervisor.pk)} if "/show/" in page else {})
        if not changes(browser, f"/c/{slug}{page}", named):
            refused.append((role, page))

    assert refused == []


def test_a_log_takes_up_no_rupture_and_no_card_of_someone_elses_client(law, tried):
    other = make.log(
        of=make.client(of=make.member(of=law.author.clinic)),
        rupture=make.rupture(),
        ratings=make.ratings(1),
    )
    card = Suggestion.objects.of_log(other)[0]
    rupture = other.ruptures_opened.get()
    browser = browse.Browser(Browser(), law.author)
    about = law.author.clients.get(pk=law.states["saved"]["client_id"])
    today = str(timezone.localdate())
    fields = browse.posted(about, held_on=today)
    browser.post(
        "/log/new/", fields | {f"thread-{rupture.pk}": "repaired", f"card-{card.pk}": "helped"}
    )

    rupture.refresh_from_db()
    card.refresh_from_db()
    assert (rupture.status, card.outcome) == ("open", "")
    tried(2)


def signed_in(asker):
    browser = Browser()
    browser.force_login(asker.user)
    return browser
