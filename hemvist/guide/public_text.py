"""What the public reads on a page besides its title and summary, as plain text."""

from hemvist.guide.models import GuidePage

INTERNAL = "internal"


def paragraphs_of(page: GuidePage) -> list[str]:
    """One text after the other; what is for colleagues alone is left out."""
    parts: list[str] = []
    for name in ("steps", "body"):
        stream = getattr(page, name, None)
        for block in stream or ():
            if block.block_type != INTERNAL:
                parts += block.block.get_searchable_content(block.value)
    return [str(part) for part in parts]
