"""Numbers as they are written in Sweden."""

from decimal import Decimal, InvalidOperation

NARROW_SPACE = "\u00a0"
LONGEST = 20


def in_figures(text: str) -> str:
    """A number as it is written in Sweden: 28 100, 0,86; "" for what is none or too long."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return ""
    if not value.is_finite():
        return ""
    if value == value.to_integral_value():
        written = f"{int(value):,}"
    else:
        written = f"{value.quantize(Decimal('0.01')).normalize():,f}"
    written = written.replace(",", NARROW_SPACE).replace(".", ",")
    return written if len(written) <= LONGEST else ""
