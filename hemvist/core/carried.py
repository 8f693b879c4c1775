"""A list of pages that a reader carries from what they saved into the enquiry.

It travels in the reader's own browser, signed, so that neither end needs to know the other and
nobody can put words of their own into what a host reads.
"""

from dataclasses import dataclass

from django.core import signing

SALT = "hemvist.carried"
A_DAY = 60 * 60 * 24
MOST = 40
LONGEST = 12_000


@dataclass(frozen=True)
class Carried:
    """One page: what it is called, and its address on this site."""

    title: str
    address: str


def sign(pages: list[Carried]) -> str:
    """The list as text for a hidden field."""
    plain = [[page.title[:200], page.address[:300]] for page in pages[:MOST]]
    return signing.dumps(plain, salt=SALT, compress=True)


def read(signed: str) -> list[Carried]:
    """The list again; empty if it is not ours, was changed on the way, or is a day old."""
    if not signed or len(signed) > LONGEST:
        return []
    try:
        plain = signing.loads(signed, salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        return []
    return [Carried(title, address) for title, address in plain]
