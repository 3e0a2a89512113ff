from django.urls import path

from alliance.privacy.views import packages, requests

app_name = "privacy"
urlpatterns = [
    path("privacy/", requests.list_requests, name="list_requests"),
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
]
