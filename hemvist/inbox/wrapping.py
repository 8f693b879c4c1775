"""Wrappings of a mail: signed, encrypted, or Outlook's own; opened, or said in words."""

import logging
from email.message import Message

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from tnefparse import TNEF

from hemvist.inbox.letters_of_text import decoded, readable

# What stands above a mail of which something could not be read.
NOTICES: dict[str, Promise] = {
    "tangled": _("It is put together in such a way that only its text is shown."),
    "winmail": _("It has a file of Outlook's (winmail.dat) that could not be opened."),
    "smime_encrypted": _("It is encrypted (S/MIME), and we have no key. Ask them to write again."),
    "pgp_encrypted": _("It is encrypted (PGP), and we have no key. Ask them to write again."),
    "smime_signed": _("It is signed (S/MIME). We do not check the signature."),
    "pgp_signed": _("It is signed (PGP). We do not check the signature."),
    "too_large": _("It is too large to be fetched. The whole is still in the mailbox."),
}
MOST_WINMAIL = 20 * 1024 * 1024
MOST_FILES = 50

logging.getLogger("tnefparse").setLevel(logging.CRITICAL)  # it complains of what it cannot read


def notices_of(message: "Message[str, str]", text: str) -> list[str]:
    """What is to be said of how a mail is wrapped."""
    kind = message.get_content_type()
    said = str(message.get("Content-Type", "")).lower()
    found = []
    if kind in {"application/pkcs7-mime", "application/x-pkcs7-mime"}:
        found.append("smime_signed" if "signed-data" in said else "smime_encrypted")
    if kind == "multipart/encrypted" or "-----BEGIN PGP MESSAGE-----" in text:
        found.append("pgp_encrypted")
    if kind == "multipart/signed":
        found.append("pgp_signed" if "pgp" in said else "smime_signed")
    if "-----BEGIN PGP SIGNED MESSAGE-----" in text:
        found.append("pgp_signed")
    return found


def opened_winmail(content: bytes) -> tuple[str, str, list[tuple[str, bytes]]] | None:
    """Text, HTML and files of a winmail.dat; nothing where it cannot be opened."""
    if len(content) > MOST_WINMAIL:
        return None
    try:
        opened = TNEF(content, do_checksum=False)
        files = [
            (readable(str(one.long_filename() or one.name))[:160], bytes(one.data or b""))
            for one in opened.attachments[:MOST_FILES]
        ]
        text, html = _as_text(opened.body), _as_text(opened.htmlbody)
    except Exception:
        # It reads what anybody can send, and says nothing of which errors it lets through.
        return None
    return (text, html, files) if text or html or files else None


def _as_text(body: object) -> str:
    if isinstance(body, bytes):
        return readable(decoded(body, "utf-8"))
    return readable(str(body)) if body else ""
