"""Addresses that only we can have made: where an answer belongs, and whose letter came back.

`svar+<token>@…` is written into Reply-To and names a conversation; `studs+<token>@…` is the
return path and names a delivery. A token is a number and a seal (HMAC) in letters that survive
being written in capitals or read aloud. It opens nothing: it only says where a mail belongs.
"""

import hmac
import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.crypto import salted_hmac

REPLY, BOUNCE = "reply", "bounce"
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no i, l, o or u
LOOK_ALIKE = str.maketrans("ilo", "110")
NUMBER_BYTES, SEAL_BYTES = 5, 10
LENGTH = (NUMBER_BYTES + SEAL_BYTES) * 8 // 5
LONGEST_LOCAL_PART = 64  # RFC 5321, 4.5.3.1.1
TAGGED = re.compile(rf"\+([0-9A-Za-z]{{{LENGTH}}})@")


class NotAToken(Exception):
    """It was not made by us, or not for this."""


def make_token(number: int, *, use: str) -> str:
    """The token of a number, for one use."""
    plain = number.to_bytes(NUMBER_BYTES, "big")
    bits = int.from_bytes(plain + _seal(plain, use, settings.SECRET_KEY), "big")
    signs = [ALPHABET[bits >> shift & 31] for shift in range((LENGTH - 1) * 5, -1, -5)]
    return "".join(signs)


def read_token(token: str, *, use: str) -> int:
    """The number in a token. Raises NotAToken."""
    bits = 0
    signs = token.lower().translate(LOOK_ALIKE)
    if len(signs) != LENGTH:
        raise NotAToken
    for sign in signs:
        value = ALPHABET.find(sign)
        if value < 0:
            raise NotAToken
        bits = bits << 5 | value
    content = bits.to_bytes(NUMBER_BYTES + SEAL_BYTES, "big")
    plain, seal = content[:NUMBER_BYTES], content[NUMBER_BYTES:]
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    if not any(hmac.compare_digest(seal, _seal(plain, use, key)) for key in keys):
        raise NotAToken
    return int.from_bytes(plain, "big")


def _seal(plain: bytes, use: str, key: str) -> bytes:
    made = salted_hmac(f"hemvist.messaging.{use}", plain, secret=key, algorithm="sha256")
    return made.digest()[:SEAL_BYTES]


def reply_address(conversation: int) -> str:
    """Where to answer what was said in a conversation; empty where no mail is received."""
    return _tagged(settings.REPLY_ADDRESS, make_token(conversation, use=REPLY))


def bounce_address(delivery: int) -> str:
    """Where a letter comes back to; empty where no mail is received."""
    return _tagged(settings.BOUNCE_ADDRESS, make_token(delivery, use=BOUNCE))


def _tagged(address: str, token: str) -> str:
    local, _at, domain = address.rpartition("@")
    tagged = f"{local}+{token}"
    return f"{tagged}@{domain}" if local and len(tagged) <= LONGEST_LOCAL_PART else ""


def numbers_in(text: str, *, use: str) -> Iterator[int]:
    """The numbers of all tokens of ours in some addresses; what is forged is passed over."""
    for token in TAGGED.findall(text):
        try:
            yield read_token(token, use=use)
        except NotAToken:
            continue
