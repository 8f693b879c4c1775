"""`make check`: everything that can be said of the code without running the site."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent
DATABASE = {"DATABASE_URL": "postgresql://nobody@localhost/none"}  # named, never called
PRODUCTION = DATABASE | {
    "HEMVIST_MODE": "production",
    "HEMVIST_SECRET_KEY": "never-used-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "HEMVIST_HOSTS": "hemvist.example",
    "HEMVIST_SMTP_HOST": "mail.example",
}
MANAGE = [sys.executable, "manage.py"]


def checks() -> list[tuple[str, list[str], dict[str, str]]]:
    """Each check by name, with its command and what it is told by the environment."""
    pages = _kept_by_git("*/templates/*.html")
    return [
        ("Style", [str(BIN / "ruff"), "check", "--quiet", "."], {}),
        ("Format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."], {}),
        ("Templates", [str(BIN / "djade"), "--target-version", "5.2", "--check", *pages], {}),
        ("Types", [str(BIN / "mypy"), "--no-error-summary"], DATABASE),
        ("Order of the apps", [str(BIN / "lint-imports"), "--no-cache"], {}),
        ("Migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], DATABASE),
        ("Settings", [*MANAGE, "check", "--fail-level", "WARNING"], DATABASE),
        ("Production", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ]


def _kept_by_git(pattern: str) -> list[str]:
    """The files git keeps or would keep; what lies about is nobody's business."""
    command = ["git", "ls-files", "-z", "-co", "--exclude-standard", pattern]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


def main() -> int:
    """Run every check, not only to the first that fails; returns the exit code."""
    failed = []
    for name, command, told in checks():
        began = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | told, capture_output=True, text=True, check=False
        )
        mark = "no" if done.returncode else "ok"
        print(f"{mark}  {name} ({time.monotonic() - began:.1f} s)", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    if failed:
        print(f"Not in order: {', '.join(failed)}. `make fix` puts style and format right.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
