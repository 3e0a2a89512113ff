"""In which request something is done: from where, in which role. Every entry tells it."""

import ipaddress
import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Circumstances:
    """`entries`: how many this request has left so far."""

    address: str = ""
    request_id: str = ""
    role: str = ""
    entries: int = 0


_now: ContextVar[Circumstances | None] = ContextVar("circumstances", default=None)


def circumstances() -> Circumstances | None:
    """None outside any request: the worker, or a command."""
    return _now.get()


@contextmanager
def during(request: Circumstances) -> Iterator[Circumstances]:
    before = _now.set(request)
    try:
        yield request
    finally:
        _now.reset(before)


def clean_address(text: str) -> str:
    """An address as it is written; nothing for what is none."""
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError:
        return ""


def one_line(text: str, *, most: int) -> str:
    """`text` without anything that could make a second line, or a sign to a terminal, of it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:most]


def os_user() -> str:
    """The account on the server in which this runs."""
    try:
        return one_line(pwd.getpwuid(os.getuid()).pw_name, most=40)
    except KeyError:
        return str(os.getuid())
