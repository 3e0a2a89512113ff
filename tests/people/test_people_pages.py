"""The pages of those who run a clinic."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from alliance.audit.models import Entry
from alliance.people import services as people
from alliance.people.models import Clinic, Invitation, Membership, Supervision, Team
from alliance.people.queries.people_page import people_page
from alliance.people.services.invitations import invite
from tests import make
from tests.browse import LIST_QUERIES, Browser, counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make.member(roles="admin")


@pytest.fixture
def browser(client, admin):
    return Browser(client, admin)


def test_an_admin_sees_who_is_here_with_roles_and_supervisors(browser, admin):
    trainee = make.member(of=admin.clinic)
    supervisor = make.member(of=admin.clinic, roles="supervisor")
    make.supervision(supervisor, trainee)

    page = browser.read("/people/")

    assert trainee.user.email in page
    assert "Trainee" in page
    assert f"with {supervisor.user.name}" in page


@pytest.mark.parametrize(
    ("factors", "words"),
    [
        ([], "Password only"),
        (["recovery_codes"], "Password only"),
        (["totp", "recovery_codes"], "Password and app"),
        (["webauthn"], "Passkey"),
        (["webauthn", "webauthn", "totp"], "2 passkeys, Password and app"),
    ],
)
def test_an_admin_sees_what_each_person_signs_in_with(admin, factors, words):
    member = make.member(of=admin.clinic)
    for kind in factors:
        Authenticator.objects.create(user=member.user, type=kind, data={})

    (told,) = (
        one for one in people_page(admin, today=make.TODAY).people if one.member_id == member.pk
    )

    assert told.signs_in_with == words
    assert told.has_password_only == (words == "Password only")


def test_no_page_of_people_names_a_client(browser, admin):
    member = make.member(of=admin.clinic)
    about = make.client(of=member)

    pages = browser.read("/people/") + browser.read(f"/people/{member.pk}/")

    assert about.code not in pages


def test_people_are_found_by_part_of_a_name(browser, admin):
    make.member(of=admin.clinic, user=make.user(name="Therapist Lark"))
    make.member(of=admin.clinic, user=make.user(name="Therapist Wren"))

    page = browser.read("/people/", data={"q": "lark"})

    assert "Therapist Lark" in page
    assert "Therapist Wren" not in page


@pytest.mark.parametrize("count", [3, 9])
def test_the_list_asks_the_same_however_many_are_here(browser, admin, count):
    for _number in range(count):
        make.supervision(
            make.member(of=admin.clinic, roles="supervisor"), make.member(of=admin.clinic)
        )
    invite("new@clinic.example", roles=people.Roles(is_admin=True), by=admin)

    with counted() as statements:
        browser.read("/people/")

    assert len(statements) - LIST_QUERIES == 7


def test_an_invitation_is_shown_and_withdrawn(browser, admin):
    browser.post("/people/invite/", {"email": "new@clinic.example", "is_clinician": "on"})
    assert "new@clinic.example" in browser.read("/people/")

    invitation = Invitation.objects.get()
    browser.post(f"/people/invitations/{invitation.pk}/withdraw/")

    assert "new@clinic.example" not in browser.read("/people/")


def test_an_invitation_without_a_role_says_so_and_keeps_the_address(browser):
    answer = browser.post("/people/invite/", {"email": "new@clinic.example"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose at least one role." in page
    assert "new@clinic.example" in page


def test_the_last_admin_is_told_why_they_stay(browser, admin):
    answer = browser.post(f"/people/{admin.pk}/", {"is_clinician": "on"})

    assert "A clinic needs an admin." in answer.content.decode()
    assert Membership.objects.get(pk=admin.pk).is_admin


def test_a_supervision_is_set_up_and_ended_on_a_day(browser, admin):
    trainee = make.member(of=admin.clinic)
    supervisor = make.member(of=admin.clinic, roles="supervisor")
    fields = {"trainees": trainee.pk, "supervisor": supervisor.pk, "starts_on": "2026-01-05"}
    browser.post("/people/supervisions/start/", fields)

    supervision = Supervision.objects.get()
    assert supervisor.user.name in browser.read("/people/supervisions/")
    browser.post(f"/people/supervisions/{supervision.pk}/end/", {"ends_on": "2099-01-01"})

    supervision.refresh_from_db()
    assert str(supervision.ends_on) == "2099-01-01"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ends_on": "2026-01-05"}, "not after the day it begins"),
        ({"supervisor": "x"}, "valid choice"),
        ({"starts_on": "31 February"}, "valid date"),
    ],
)
def test_a_supervision_that_makes_no_sense_says_why(browser, admin, change, sentence):
    trainee = make.member(of=admin.clinic)
    supervisor = make.member(of=admin.clinic, roles="supervisor")
    fields = {"trainees": trainee.pk, "supervisor": supervisor.pk, "starts_on": "2026-01-05"}

    answer = browser.post("/people/supervisions/start/", fields | change)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Supervision.objects.exists()


def test_a_group_is_set_up_for_all_who_meet_at_once(browser, admin):
    trainees = [make.member(of=admin.clinic) for _number in range(3)]
    supervisor = make.member(of=admin.clinic, roles="supervisor")
    fields = {
        "trainees": [trainee.pk for trainee in trainees[:2]],
        "supervisor": supervisor.pk,
        "starts_on": "2026-01-05",
        "group": "Tuesdays",
    }

    browser.post("/people/supervisions/start/", fields)

    told = Supervision.objects.filter(group="Tuesdays").values_list("trainee", flat=True)
    assert set(told) == {trainee.pk for trainee in trainees[:2]}
    assert browser.read("/people/supervisions/").count("Tuesdays") == 2


def test_one_that_is_over_is_not_made_to_go_on(browser, admin):
    trainee = make.member(of=admin.clinic)
    supervision = make.supervision(make.member(of=admin.clinic, roles="supervisor"), trainee)
    Supervision.objects.update(ends_on=make.MONTH_AGO)

    path = f"/people/supervisions/{supervision.pk}/end/"
    browser.post(path, {"ends_on": "2099-01-01"})

    supervision.refresh_from_db()
    assert supervision.ends_on == make.MONTH_AGO


def test_nobody_of_another_clinic_can_be_chosen(browser, admin):
    supervisor = make.member(of=admin.clinic, roles="supervisor")
    stranger = make.member()
    fields = {"trainees": stranger.pk, "supervisor": supervisor.pk, "starts_on": "2026-01-05"}

    assert browser.post("/people/supervisions/start/", fields).status_code == 422
    assert not Supervision.objects.exists()


def test_a_supervision_can_not_end_in_the_past(browser, admin):
    trainee = make.member(of=admin.clinic)
    supervision = make.supervision(make.member(of=admin.clinic, roles="supervisor"), trainee)

    answer = browser.post(
        f"/people/supervisions/{supervision.pk}/end/",
        {"ends_on": str(make.TODAY - timedelta(days=300))},
    )

    assert answer.status_code == 422
    assert Supervision.objects.get().ends_on is None


def test_a_team_is_made_filled_and_closed(browser, admin):
    member, stranger = make.member(of=admin.clinic), make.member()
    browser.post("/people/teams/", {"name": "Young people"})
    team = Team.objects.get()

    browser.post(f"/people/teams/{team.pk}/", {"name": "Under 18", "members": [member.pk]})
    refused = browser.post(
        f"/people/teams/{team.pk}/", {"name": "Under 18", "members": [stranger.pk]}
    )
    browser.post(f"/people/teams/{team.pk}/close/")

    team.refresh_from_db()
    assert team.name == "Under 18"
    assert [place.member for place in team.places.all()] == [member]
    assert refused.status_code == 422
    assert team.closed_at is not None


def test_two_teams_do_not_share_a_name(browser):
    browser.post("/people/teams/", {"name": "Young people"})

    answer = browser.post("/people/teams/", {"name": "young PEOPLE"})

    assert answer.status_code == 422
    assert Team.objects.count() == 1


def settings_fields(clinic: Clinic, **changed) -> dict[str, str]:
    values = {
        "name": clinic.name,
        "time_zone": clinic.time_zone,
        "default_log_form": "core",
        "holding_back_days": "7",
        "export_life_hours": "24",
        "idle_minutes": "30",
        "record_years": "7",
        "reflection_months": "",
        "draft_days": "90",
        "legal_texts": "uk_eu",
    }
    return values | changed


def test_each_setting_that_changes_is_in_the_trail_by_name(browser, admin):
    fields = settings_fields(admin.clinic, holding_back_days="14", session_rows_allowed="on")

    browser.post("/settings/clinic/", fields)

    clinic = Clinic.objects.get(pk=admin.clinic_id)
    assert (clinic.holding_back_days, clinic.session_rows_allowed) == (14, True)
    verbs = set(Entry.objects.about(clinic.pk).values_list("verb", flat=True))
    assert verbs == {"set holding_back_days", "set session_rows_allowed"}


@pytest.mark.parametrize(
    "change",
    [
        {"idle_minutes": "4"},
        {"idle_minutes": "61"},
        {"export_life_hours": "25"},
        {"holding_back_days": "-1"},
        {"time_zone": "Europe/Nowhere"},
        {"name": ""},
        {"reflection_months": "0"},
    ],
)
def test_a_setting_out_of_bounds_is_refused(browser, admin, change):
    answer = browser.post("/settings/clinic/", settings_fields(admin.clinic, **change))

    assert answer.status_code == 422
    assert not Entry.objects.about(admin.clinic_id).exists()


def test_a_new_members_first_log_opens_as_the_clinic_chose(admin):
    Clinic.objects.filter(pk=admin.clinic_id).update(default_log_form="full")

    member = make.member(of=Clinic.objects.get(pk=admin.clinic_id))

    assert member.log_form == "full"
