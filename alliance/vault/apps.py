from django.apps import AppConfig
from django.core.checks import Tags, register

from alliance.vault.checks import keys_are_usable


class VaultConfig(AppConfig):
    name = "alliance.vault"
    label = "vault"
    verbose_name = "Words at rest"

    def ready(self) -> None:
        register(keys_are_usable, Tags.security)
