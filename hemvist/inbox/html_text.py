"""HTML that somebody else wrote: as text, and as a page that fetches nothing and leads nowhere."""

import re
from html import escape, unescape
from html.parser import HTMLParser

import nh3
from django.utils.safestring import SafeString, mark_safe

LONGEST = 400_000
DEEPEST = 400
BLOCKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "table", "hr", "ul"}
SHOWN = {
    *("p", "div", "br", "hr", "ul", "ol", "li", "blockquote", "pre", "code", "h1", "h2", "h3"),
    *("h4", "b", "strong", "i", "em", "u", "s", "sub", "sup", "a"),
    *("table", "thead", "tbody", "tr", "td", "th"),
}
OPENING = re.compile(r"<(?:div|p|table|tr|td|span|b|i|font|blockquote|ul|li|a)\b", re.IGNORECASE)
# The innermost of links that stand in one another, as they can in the cells of a table.
LINK = re.compile(r'<a href="([^"]*)">((?:(?!<a\b).)*?)</a>', re.DOTALL)
ANCHOR = re.compile(r'</?a(?: href="[^"]*")?>')
TAG = re.compile(r"<[^>]*>")


def cleaned(html: str) -> SafeString:
    """What is left of it to be shown: no script, no style, no picture, and links as plain text.

    The address of a link stands beside its words, so that nobody is led elsewhere than it says.
    """
    safe = nh3.clean(
        _bounded(html),
        tags=SHOWN,
        attributes={"a": {"href"}},
        clean_content_tags={"script", "style", "title", "head"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    return mark_safe(ANCHOR.sub("", LINK.sub(_plain_link, safe)))


def _bounded(html: str) -> str:
    """Not too long; and without elements, where they are so many that only a machine made them."""
    html = html[:LONGEST].replace("\0", "")
    closing = html.count("</")
    opening = len(OPENING.findall(html))
    return TAG.sub(" ", html) if opening - closing > DEEPEST else html


def _plain_link(found: "re.Match[str]") -> str:
    there, words = unescape(found[1]), found[2]
    said = unescape(TAG.sub("", words)).strip()
    if there.removeprefix("mailto:").removeprefix("tel:").rstrip("/") == said.rstrip("/"):
        return words
    return f"{words} &lt;{escape(there)}&gt;"


def text_of_html(html: str) -> str:
    """The same as plain text; what is quoted has the sign of quoting before it."""
    if not html.strip():
        return ""
    reader = _Reader()
    reader.feed(cleaned(html))
    reader.close()
    lines = [line.rstrip() for line in "".join(reader.pieces).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


class _Reader(HTMLParser):
    """Reads clean HTML only: what nh3 has written is well formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new line where a block begins."""
        if tag == "blockquote":
            self.quoted += 1
            self._line()
        elif tag == "br":
            self.pieces.append(self._begin())
        elif tag in BLOCKS:
            self._line()
            if tag == "li":
                self.pieces.append("- ")

    def handle_endtag(self, tag: str) -> None:
        """And where one ends."""
        if tag == "blockquote":
            self.quoted = max(0, self.quoted - 1)
            self._line()
        elif tag in BLOCKS:
            self._line()
            if tag in {"p", "h1", "h2", "h3"}:
                self.pieces.append(self._begin())
        elif tag in {"td", "th"}:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        """Words, with the spaces that a page shows."""
        words = re.sub(r"[ \t\r\n\xa0]+", " ", data)
        at_start = not self.pieces or self.pieces[-1].endswith(("\n", "> "))
        self.pieces.append(words.lstrip() if at_start else words)

    def _line(self) -> None:
        if self.pieces and not self.pieces[-1].endswith(("\n", "> ")):
            self.pieces.append(self._begin())
        elif self.quoted and (not self.pieces or self.pieces[-1].endswith("\n")):
            self.pieces.append("> " * min(self.quoted, 5))

    def _begin(self) -> str:
        return "\n" + "> " * min(self.quoted, 5)
