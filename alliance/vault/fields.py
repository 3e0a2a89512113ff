"""Columns for sealed bytes. They store and refuse; sealing and opening stay visible in services."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from alliance.vault.envelope import looks_closed
from alliance.vault.errors import NotSealed


class WrappedKeyField(models.BinaryField):  # type: ignore[type-arg]
    """A wrapped data key, as `new_data_key` returns it, of the row that it is in.

    `purpose` is what the key was made for: with it, the row's clinic and the row's own key, it can
    be wrapped anew. A field without one holds no data key.
    """

    def __init__(self, *args: Any, purpose: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose = purpose

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        if value is not None and not looks_closed(value):
            raise NotSealed(f"{self.model.__name__}.{self.name} takes sealed bytes only.")
        return super().get_db_prep_value(value, connection, prepared)


class SealedField(WrappedKeyField):
    """Words as `seal` returns them; None when there are no words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"null": True, "blank": True} | kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        for option, value in (("null", self.null), ("blank", self.blank)):
            kwargs.pop(option, None)
            if not value:
                kwargs[option] = False
        return name, path, args, kwargs
