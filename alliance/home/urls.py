from django.urls import path

from alliance.home import views

app_name = "home"
urlpatterns = [
    path("", views.show_home, name="show_home"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("offline/", views.offline, name="offline"),
]
