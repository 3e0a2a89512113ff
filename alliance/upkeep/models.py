"""Which backups were made."""

from typing import Self

from django.db import models


class BackupQuerySet(models.QuerySet["Backup"]):
    def newest_first(self) -> Self:
        return self.order_by("-made_at")


class Backup(models.Model):
    """One backup, written and read back. Its file may have gone since."""

    name = models.CharField(primary_key=True, max_length=80)
    made_at = models.DateTimeField(db_index=True)
    size_bytes = models.PositiveBigIntegerField()
    rows = models.PositiveBigIntegerField()
    seconds = models.FloatField()

    objects = BackupQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
