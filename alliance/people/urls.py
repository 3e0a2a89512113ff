from django.urls import path

from alliance.people.views import (
    clinic,
    invitations,
    own,
    own_supervisions,
    people,
    supervisions,
)

app_name = "people"
urlpatterns = [
    path("clinics/", own.choose_clinic, name="choose_clinic"),
    path("settings/", own.edit_settings, name="edit_settings"),
    path("settings/theme/", own.choose_theme, name="choose_theme"),
    path("role/", own.choose_role, name="choose_role"),
    path("settings/clinic/", clinic.edit_clinic, name="edit_clinic"),
    path("supervision/", own_supervisions.show_own, name="show_own_supervisions"),
    path("supervision/ask/", own_supervisions.propose, name="propose_supervision"),
    path("supervision/<uuid:supervision_id>/agree/", own_supervisions.agree, name="agree"),
    path("supervision/<uuid:supervision_id>/decline/", own_supervisions.decline, name="decline"),
    path("supervision/<uuid:supervision_id>/end/", own_supervisions.end_own, name="end_own"),
    path("supervision/deputy/", own_supervisions.name_deputy, name="name_deputy"),
    path(
        "supervision/deputy/<uuid:deputy_id>/withdraw/",
        own_supervisions.withdraw_deputy,
        name="withdraw_deputy",
    ),
    path("people/", people.list_people, name="list_people"),
    path("people/invite/", people.invite, name="invite"),
    path(
        "people/invitations/<uuid:invitation_id>/withdraw/",
        people.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("people/supervisions/", supervisions.list_supervisions, name="list_supervisions"),
    path("people/supervisions/start/", supervisions.start_supervision, name="start_supervision"),
    path(
        "people/supervisions/<uuid:supervision_id>/end/",
        supervisions.end_supervision,
        name="end_supervision",
    ),
    path("people/teams/", clinic.list_teams, name="list_teams"),
    path("people/teams/<uuid:team_id>/", clinic.edit_team, name="edit_team"),
    path("people/teams/<uuid:team_id>/close/", clinic.close_team, name="close_team"),
    path("people/<uuid:member_id>/", people.show_person, name="show_person"),
    path("people/<uuid:member_id>/deactivate/", people.deactivate, name="deactivate"),
    path("people/<uuid:member_id>/reactivate/", people.reactivate, name="reactivate"),
    path(
        "people/<uuid:member_id>/sign-out/",
        people.sign_out_everywhere,
        name="sign_out_everywhere",
    ),
    path("invitations/<str:token>/", invitations.accept_invitation, name="accept_invitation"),
]
