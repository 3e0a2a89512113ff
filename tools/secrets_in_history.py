"""Keys and passwords that ever stood in a commit: the commit and the kind, never the secret."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

KINDS = {
    "private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"),
    "vault key": re.compile(r"(?<![\w/+])\d{1,5} [A-Za-z0-9+/]{43}=(?![\w=])"),
    "cloud key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[\w-]{35}\b"),
    "token": re.compile(r"\b(?:gh[pousr]_|xox[abpr]-|glpat-|pypi-|npm_|sk_live_)[\w-]{20,}"),
    "address with password": re.compile(r"\b[a-z]+://[^\s:/@'\"]+:[^\s:/@'\"{}$<…]{6,}@"),
    "secret": re.compile(
        r"(?i)\b(?:secret_key|api_key|auth_token)\b['\"]?\s*[:=]\s*['\"][\w+/=-]{32,}['\"]"
    ),
}
# Of no worth, and said to be: what the tests and the checks use instead of keys.
WORTHLESS = re.compile(r"o{43}=|x{20,}|A{43}=|only[- ]for[- ]tests", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    commit: str
    file: str
    kind: str


def all_commits() -> Iterator[str]:
    """The history as git tells it, line by line: each commit, each file, each line added."""
    command = ["git", "log", "--all", "-p", "--unified=0", "--no-color", "--format=commit %H"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, errors="replace") as git:
        yield from git.stdout or ()
    if git.returncode:
        raise RuntimeError("git could not tell the history.")


def secrets_in(lines: Iterable[str]) -> Iterator[Found]:
    commit = file = ""
    for line in lines:
        if line.startswith("commit "):
            commit = line.split()[1][:12]
        elif line.startswith("+++ "):
            file = line[6:].strip()
        elif line.startswith("+") and not WORTHLESS.search(line):
            for kind, shape in KINDS.items():
                if shape.search(line[1:]):
                    yield Found(commit, file, kind)
