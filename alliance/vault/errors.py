"""What can go wrong with keys and sealed words; no message ever carries a key or a word."""


class VaultError(Exception):
    """Anything the vault refuses."""


class KeysUnusable(VaultError):
    """The keys are missing, garbled, or readable by others on this machine."""


class KeysLocked(KeysUnusable):
    """The keys are there, locked by a passphrase that nobody has given yet."""

    def __init__(self) -> None:
        super().__init__("The keys are locked by a passphrase. Open Alliance and unlock it.")


class WrongPassphrase(VaultError):
    """Neither the passphrase nor the recovery key."""

    def __init__(self) -> None:
        super().__init__("That is neither the passphrase nor the recovery key.")


class NotText(VaultError):
    """The words hold half a character (a lone surrogate), which no page could show again."""


class NotSealed(VaultError):
    """Something other than sealed bytes was about to be stored in a sealed column."""


class Unreadable(VaultError):
    """Sealed bytes that do not open: they, their place or their key are not what they were."""

    def __init__(
        self, reason: str = "Sealed bytes do not open in this place with this key."
    ) -> None:
        super().__init__(reason)


class WrongKey(Unreadable):
    """Sealed bytes that would open with another key than the ones at hand."""
