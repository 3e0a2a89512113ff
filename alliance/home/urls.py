from django.urls import path

from alliance.home import views

app_name = "home"
urlpatterns = [
    path("", views.show_home, name="show_home"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("offline/", views.offline, name="offline"),
]
