"""Why a backup is refused; every message says what to do and none quotes a row."""


class BackupRefused(Exception):
    """A backup that can't be made, read or restored as things stand."""


class ArchiveUnreadable(BackupRefused):
    """The file is no backup, was cut short, or was changed since it was written."""


class ArchiveWithoutKey(BackupRefused):
    """The vault key at hand is not the one that this backup was sealed with."""


class ArchiveEmpty(BackupRefused):
    """The file is whole, but there is nobody and nothing in it."""


class SchemaRefused(BackupRefused):
    """The tables, here or in the backup, are not those of this release."""


class NotEqual(BackupRefused):
    """What was written is not what was read."""
