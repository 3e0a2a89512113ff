from django.apps import AppConfig

from alliance.web.log_lines import set_up


class WebConfig(AppConfig):
    name = "alliance.web"

    def ready(self) -> None:
        set_up()
