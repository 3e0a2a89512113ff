"""Where mails go: to a mail server, or to a folder where there is none (one laptop)."""

from pathlib import Path
from typing import Any


def mail_server(
    host: str, *, port: int, user: str, password: str, uses_tls: bool
) -> dict[str, dict[str, Any]]:
    options = {
        "host": host,
        "port": port,
        "username": user,
        "password": password,
        "use_tls": uses_tls,
    }
    return {
        "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
    }


def mail_folder(folder: Path) -> dict[str, dict[str, Any]]:
    options = {"file_path": str(folder)}
    backend = "django.core.mail.backends.filebased.EmailBackend"
    return {"default": {"BACKEND": backend, "OPTIONS": options}}
