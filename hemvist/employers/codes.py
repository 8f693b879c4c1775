"""The codes themselves: what they look like, how one is read, and their address as a picture.

A code is forty random bits, so nobody can make one up that counts. A signature could do no more,
and would die on every printed poster the day the installation's key is changed.
"""

import re
import secrets

import qrcode
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from qrcode.constants import ERROR_CORRECT_Q

# Without I, L, O and U, which people take for others when they copy a code by hand.
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
MISREAD = str.maketrans("ILO", "110")
QUIET_ZONE = 4


def new_code() -> str:
    """A code that nobody has."""
    return "".join(secrets.choice(SYMBOLS) for _symbol in range(LENGTH))


def as_code(text: str) -> str:
    """What somebody typed or scanned, as a code; empty if it can be none."""
    plain = re.sub(r"[\s-]", "", text[:40]).upper().translate(MISREAD)
    return plain if re.fullmatch(f"[{SYMBOLS}]{{{LENGTH}}}", plain) else ""


def address_of(code: str, *, language: str, form: str = "") -> str:
    """Where a code leads: to the enquiry, or to another form by its address, in a language."""
    with override(language):
        page = reverse("intake:start_form", args=[form]) if form else reverse("intake:start")
        return f"{settings.SITE_URL}{page}?from={code}"


def picture_of(address: str) -> tuple[str, int]:
    """An address as the path of a QR picture, and how many squares wide it is.

    A quarter of the picture may be torn or wet, and a telephone still reads it.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET_ZONE)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    return "".join(_squares(y, row) for y, row in enumerate(rows)), len(rows)


def _squares(y: int, row: list[bool]) -> str:
    """The dark stretches of a row, each as one oblong."""
    text = "".join("1" if dark else "0" for dark in row)
    return "".join(
        f"M{found.start()} {y}h{len(found.group())}v1h-{len(found.group())}z"
        for found in re.finditer("1+", text)
    )
