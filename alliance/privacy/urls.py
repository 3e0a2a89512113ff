from django.urls import path

from alliance.privacy.views import emergencies, leads, packages, requests

app_name = "privacy"
urlpatterns = [
    path("privacy/", requests.list_requests, name="list_requests"),
    path("privacy/own/", requests.edit_own, name="edit_own"),
    path("privacy/retention/", requests.show_retention, name="show_retention"),
    path("privacy/clients/<uuid:client_id>/", requests.show_client, name="show_client"),
    path("privacy/clients/<uuid:client_id>/hold/", requests.place_hold, name="place_hold"),
    path("privacy/holds/<uuid:hold_id>/release/", requests.release_hold, name="release_hold"),
    path("privacy/clients/<uuid:client_id>/erase/", requests.ask_erasure, name="ask_erasure"),
    path(
        "privacy/erasures/<uuid:erasure_id>/withdraw/",
        requests.withdraw_erasure,
        name="withdraw_erasure",
    ),
    path("privacy/clients/<uuid:client_id>/package/", packages.ask_package, name="ask_package"),
    path("privacy/packages/<uuid:package_id>/", packages.show_package, name="show_package"),
    path(
        "privacy/packages/<uuid:package_id>/reflections/",
        packages.decide_reflections,
        name="decide_reflections",
    ),
    path(
        "privacy/packages/<uuid:package_id>/release/",
        packages.release_package,
        name="release_package",
    ),
    path("privacy/packages/<uuid:package_id>/hand-out/", packages.hand_out, name="hand_out"),
    path("privacy/register/", packages.list_disclosures, name="list_disclosures"),
    path("privacy/executor/", emergencies.show_executor, name="show_executor"),
    path("privacy/executor/withdraw/", emergencies.withdraw_executor, name="withdraw_executor"),
    path(
        "privacy/executor/<uuid:will_id>/ask/", emergencies.ask_as_executor, name="ask_as_executor"
    ),
    path("privacy/absences/<uuid:access_id>/", emergencies.show_access, name="show_access"),
    path("privacy/absences/<uuid:access_id>/end/", emergencies.end_access, name="end_access"),
    path(
        "privacy/absences/<uuid:access_id>/review/",
        emergencies.review_access,
        name="review_access",
    ),
    path(
        "privacy/absences/logs/<uuid:log_id>/",
        emergencies.show_log_in_absence,
        name="show_log_in_absence",
    ),
    path("privacy/leads/", leads.list_leads, name="list_leads"),
    path("privacy/leads/switch/", leads.switch_glass, name="switch_glass"),
    path("privacy/leads/<uuid:lead_id>/end/", leads.end_lead, name="end_lead"),
    path("privacy/break-glass/", leads.break_glass, name="break_glass"),
]
