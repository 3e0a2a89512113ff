"""Every address, those of a clinic's pages as seen from inside it: see people.middleware."""

from django.urls import include, path

from alliance.people.views.addresses import change_addresses

urlpatterns = [
    path("", include("alliance.home.urls")),
    path("", include("alliance.upkeep.urls")),
    path("", include("alliance.people.urls")),
    path("", include("alliance.logbook.urls")),
    path("", include("alliance.reviews.urls")),
    path("", include("alliance.progress.urls")),
    path("", include("alliance.reports.urls")),
    path("", include("alliance.privacy.urls")),
    path("accounts/email/", change_addresses, name="account_email"),
    path("accounts/", include("allauth.urls")),
]

handler400 = "alliance.web.errors.bad_request"
handler403 = "alliance.web.errors.forbidden"
handler404 = "alliance.web.errors.not_found"
handler429 = "alliance.web.errors.too_many"
handler500 = "alliance.web.errors.server_error"
