"""What the database remembers about the keys outside it: enough to recognise them."""

from django.db import models

from alliance.vault.fields import WrappedKeyField


class KeyCheck(models.Model):
    """A constant sealed with one key version; a key that opens it is the right one."""

    version = models.PositiveIntegerField(primary_key=True)
    sealed = WrappedKeyField()

    def __str__(self) -> str:
        return f"Check of key version {self.version}"
