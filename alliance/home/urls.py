from django.urls import path

from alliance.home.views import closing, figures, landing, unlock

app_name = "home"
urlpatterns = [
    path("", landing.show_home, name="show_home"),
    path("privacy/own/close/", closing.close_account, name="close_account"),
    path("unlock/", unlock.unlock, name="unlock"),
    path("practice/", figures.show_practice, name="show_practice"),
    path("practice/print/", figures.print_practice, name="print_practice"),
    path("sw.js", landing.service_worker, name="service_worker"),
    path("offline/", landing.offline, name="offline"),
]
