from django.urls import path

from alliance.upkeep import views

app_name = "upkeep"
urlpatterns = [
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("status/", views.show_status, name="show_status"),
]
