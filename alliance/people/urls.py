from django.urls import path

from alliance.people import views

app_name = "people"
urlpatterns = [
    path("clinics/", views.choose_clinic, name="choose_clinic"),
    path("settings/", views.edit_settings, name="edit_settings"),
    path("settings/theme/", views.choose_theme, name="choose_theme"),
]
