from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "alliance.progress"
