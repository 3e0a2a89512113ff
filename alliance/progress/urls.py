from django.urls import path

from alliance.progress.views import (
    before,
    brief,
    clients,
    growth,
    guidance,
    help,
    reports,
    trainees,
)

app_name = "progress"
urlpatterns = [
    path("clients/", clients.list_clients, name="list_clients"),
    path("clients/<uuid:client_id>/", clients.show_client, name="show_client"),
    path("clients/<uuid:client_id>/before/", before.show_before, name="show_before"),
    path("clients/<uuid:client_id>/brief/", brief.show_brief, name="show_brief"),
    path("clients/<uuid:client_id>/report/", reports.print_course, name="print_course"),
    path("help/", help.show_help, name="show_help"),
    path("growth/", growth.show_growth, name="show_growth"),
    path("trainees/", trainees.list_trainees, name="list_trainees"),
    path("trainees/<uuid:member_id>/", trainees.show_trainee, name="show_trainee"),
    path("guidance/", guidance.browse_guidance, name="browse_guidance"),
    path("guidance/evidence/", guidance.about_evidence, name="about_evidence"),
    path("guidance/<slug:card>/", guidance.show_card, name="show_card"),
    path("guidance/<slug:card>/bookmark/", guidance.toggle_bookmark, name="toggle_bookmark"),
]
