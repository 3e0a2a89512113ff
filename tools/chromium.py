"""Finds the Chromium of the browser tests and installs it where it may: tools/chromium.py."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find_chromium() -> str | None:
    """CHROMIUM if set, else the first browser of this family on the PATH."""
    given = os.environ.get("CHROMIUM")
    return given or next((path for path in map(shutil.which, NAMES) if path), None)


def main() -> None:
    if find_chromium():
        return
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "-qq", *command], env=environment, check=False)
    if not find_chromium():
        sys.exit(
            "The browser tests need Chromium: install your system's chromium package,"
            " or set CHROMIUM to the program."
        )


if __name__ == "__main__":
    main()
