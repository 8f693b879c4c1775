"""A real Dovecot on loopback, with nobody's rights: takes mail by LMTP, gives it out by IMAP."""

import grp
import imaplib
import os
import pwd
import shutil
import smtplib
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.serving import free_port

PASSWORD = "secret"  # noqa: S105 - opens nothing but what is made here
SETTINGS = """
protocols = imap lmtp
listen = 127.0.0.1
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
ssl = no
disable_plaintext_auth = no
auth_username_format = %Ln
recipient_delimiter = +
mail_location = maildir:{home}/mail/%Ln
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%Ln allow_all_users=yes
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
"""


def find_dovecot() -> str | None:
    """The program's path, if it is here."""
    return shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")


class Dovecot:
    """The server, and what a person with a mailbox on it does."""

    def __init__(self, program: str) -> None:
        as_root = os.getuid() == 0
        who = pwd.getpwnam("nobody") if as_root else pwd.getpwuid(os.getuid())
        # Not a folder of root's: nobody could not even pass through it.
        self.home = Path(tempfile.mkdtemp(prefix="dovecot"))
        self.imap, self.lmtp = free_port(), free_port()
        values = {"home": self.home, "user": who.pw_name, "uid": who.pw_uid, "gid": who.pw_gid}
        values |= {"group": grp.getgrgid(who.pw_gid).gr_name, "password": PASSWORD}
        told = self.home / "dovecot.conf"
        told.write_text(SETTINGS.format(**values, imap=self.imap, lmtp=self.lmtp))
        rights: dict[str, Any] = (
            {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []} if as_root else {}
        )
        if as_root:
            os.chown(self.home, who.pw_uid, who.pw_gid)
        self.process = subprocess.Popen([program, "-F", "-c", str(told)], **rights)
        self._wait()

    def _wait(self) -> None:
        for _ in range(200):
            try:
                self.deliver("probe", b"Subject: probe\r\n\r\n")
            except (OSError, smtplib.SMTPException):
                time.sleep(0.05)
            else:
                return
        raise AssertionError((self.home / "log").read_text())

    def stop(self) -> None:
        """End it, and leave nothing."""
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.home, ignore_errors=True)

    def deliver(self, to: str, raw: bytes, *, sender: str = "x@example.org") -> None:
        """Give a mail to the server for an address, as a mail server would."""
        address = to if "@" in to else f"{to}@norrby.example"
        with smtplib.LMTP("127.0.0.1", self.lmtp, timeout=20) as line:
            line.sendmail(sender, [address], raw)

    def mails(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """What lies in somebody's mailbox, oldest first."""
        line = imaplib.IMAP4("127.0.0.1", self.imap, timeout=20)
        line.login(user, PASSWORD)
        said, _count = line.select(folder)
        if said != "OK":
            line.logout()
            return []
        _said, found = line.uid("fetch", "1:*", "(BODY.PEEK[])")
        line.logout()
        return [one[1] for one in found if isinstance(one, tuple)]

    def empty(self) -> None:
        """Leave every mailbox as if nobody had ever written."""
        for box in (self.home / "mail").glob("*"):
            shutil.rmtree(box, ignore_errors=True)

    def tell(self, settings: Any, user: str = "svar", *, after: str = "move") -> None:
        """Have the site fetch a mailbox here."""
        settings.IMAP_HOST, settings.IMAP_PORT = "127.0.0.1", self.imap
        settings.IMAP_USER, settings.IMAP_PASSWORD = user, PASSWORD
        settings.IMAP_TLS, settings.IMAP_AFTER = False, after
