#!/usr/bin/env python3
"""Installs Alliance into this folder: tools/bootstrap.py run|test. Any Python ≥ 3.9 starts it.

.tools/ gets uv (and Node, where the machine has none), .venv/ the Python packages, node_modules/
the files for the browser: all pinned by hash. What is there already is left as it is.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
NODE_MODULES = ROOT / "node_modules"
REQUIREMENTS = ROOT / "requirements"
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
VERSION = (ROOT / ".python-version").read_text(encoding="utf-8").strip()


def main() -> None:
    wanted = sys.argv[1] if len(sys.argv) == 2 else ""
    if wanted not in {"run", "test"}:
        stop("Say what to install: `tools/bootstrap.py run` or `tools/bootstrap.py test`.")
    install_python_packages(wanted)
    install_browser_packages()


def install_python_packages(wanted: str) -> None:
    """What `test` installs includes what `run` needs, so `run` after `test` takes nothing away."""
    installed = read_stamp(VENV)
    if installed in {stamp_of("test"), stamp_of(wanted)}:
        return
    chosen = "test" if installed.startswith("test ") else wanted
    python = find_python()
    uv = install_uv(python)
    if not is_sound(VENV):
        say(f"Making .venv with Python {VERSION}")
        run([uv, "venv", "--quiet", "--clear", "--python", python, str(VENV)])
    say(f"Installing Python packages (requirements/{chosen}.txt)")
    forget_stamp(VENV)
    sync = [uv, "pip", "sync", "--quiet", "--compile-bytecode", "--require-hashes"]
    run(
        [*sync, "--python", str(program(VENV, "python")), str(REQUIREMENTS / f"{chosen}.txt")],
        sorry="The Python packages could not be installed: the lines above say why.",
    )
    write_stamp(VENV, stamp_of(chosen))


def install_browser_packages() -> None:
    stamp = digest(ROOT / "package.json", ROOT / "package-lock.json")
    if read_stamp(NODE_MODULES) == stamp:
        return
    npm = find_npm()
    say("Installing files for the browser (package-lock.json)")
    run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        sorry="The files for the browser could not be installed: the lines above say why.",
    )
    write_stamp(NODE_MODULES, stamp)


# --- finding Python ---------------------------------------------------------------------


def find_python() -> str:
    for candidate in candidate_pythons():
        if is_wanted_python(candidate):
            return candidate
    stop(
        f"Alliance needs Python {VERSION} and found none: install it from your system's"
        f" packages, from python.org or with `pyenv install {VERSION}`."
    )


def candidate_pythons() -> Iterator[str]:
    yield sys.executable
    for name in (f"python{VERSION}", "python3", "python"):
        yield from (str(Path(folder) / name) for folder in os.get_exec_path())
    for versions in pyenv_folders():
        for home in sorted(versions.glob(f"{VERSION}*"), reverse=True):
            yield str(home / "bin" / "python")
    launcher = shutil.which("py")
    if launcher:
        yield from output([launcher, f"-{VERSION}", "-c", "import sys; print(sys.executable)"])


def pyenv_folders() -> list[Path]:
    """Where pyenv keeps its Pythons: by its variable, its usual place, or beside its shims."""
    roots = [Path(os.environ["PYENV_ROOT"])] if os.environ.get("PYENV_ROOT") else []
    roots.append(Path.home() / ".pyenv")
    roots += [Path(folder).parent for folder in os.get_exec_path() if folder.endswith("shims")]
    return [root / "versions" for root in roots]


def is_wanted_python(candidate: str) -> bool:
    """Right version, and able to make the environment that uv is installed into."""
    if not os.access(candidate, os.X_OK) or VENV in Path(candidate).parents:
        return False
    probe = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"
    return output([candidate, "-c", probe]) == [VERSION]


def output(command: list[str]) -> list[str]:
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return []
    return answer.stdout.split("\n")[:1]


# --- the tools that install -------------------------------------------------------------


def install_uv(python: str) -> str:
    install_tool("tools", python)
    return str(program(TOOLS, "uv"))


def find_npm() -> str:
    """The machine's npm, or one from PyPI where there is no Node that is new enough."""
    npm, node = shutil.which("npm"), shutil.which("node")
    version = re.match(r"v(\d+)", "".join(output([node, "--version"])) if node else "")
    if npm and version and int(version[1]) >= 18:
        return npm
    say("Node 18 or newer is not here; installing it into .tools")
    install_tool("node", find_python())
    # npm starts the `node` that it finds first.
    os.environ["PATH"] = os.pathsep.join([str(TOOLS / SCRIPTS), os.environ["PATH"]])
    return str(program(TOOLS, "npm"))


def install_tool(name: str, python: str) -> None:
    locked = REQUIREMENTS / f"{name}.txt"
    stamp = digest(locked)
    if read_stamp(TOOLS, name) == stamp:
        return
    if not is_sound(TOOLS):
        run([python, "-m", "venv", "--clear", str(TOOLS)])
    say(f"Installing tools (requirements/{name}.txt)")
    run(
        [str(program(TOOLS, "python")), "-m", "pip", "install", "-qq", "--require-hashes"]
        + ["--disable-pip-version-check", "--only-binary=:all:", "--no-deps", "-r", str(locked)],
        sorry=f"requirements/{name}.txt could not be installed: the lines above say why.",
    )
    write_stamp(TOOLS, stamp, name)


def program(environment: Path, name: str) -> Path:
    return environment / SCRIPTS / (name + (".exe" if os.name == "nt" else ""))


def is_sound(environment: Path) -> bool:
    probe = "import sys; print('%d.%d' % sys.version_info[:2])"
    return output([str(program(environment, "python")), "-c", probe]) == [VERSION]


# --- stamps: what was installed last ----------------------------------------------------


def stamp_of(name: str) -> str:
    return f"{name} {VERSION} {digest(REQUIREMENTS / f'{name}.txt')}"


def digest(*files: Path) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def read_stamp(folder: Path, name: str = "installed") -> str:
    """A stamp lies in the folder that it speaks of, so that deleting the folder starts afresh."""
    try:
        return (folder / f".alliance-{name}").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def forget_stamp(folder: Path) -> None:
    """Before a change, so that one which was interrupted is made again."""
    (folder / ".alliance-installed").unlink(missing_ok=True)


def write_stamp(folder: Path, text: str, name: str = "installed") -> None:
    (folder / f".alliance-{name}").write_text(text, encoding="utf-8")


# --- running and speaking ---------------------------------------------------------------


def run(command: list[str], *, sorry: str | None = None) -> None:
    environment: dict[str, str] = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    environment.pop("VIRTUAL_ENV", None)
    try:
        # What goes well is not worth reading; what goes wrong is on the error stream.
        code = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=False
        ).returncode
    except OSError as error:
        stop(f"{command[0]} could not be started: {error.strerror}.")
    if code:
        stop(sorry or f"`{' '.join(command)}` failed.")


def say(text: str) -> None:
    print(text, flush=True)


def stop(text: str) -> NoReturn:
    sys.exit(text)


if __name__ == "__main__":
    main()
