"""The small part of Markdown in which pages are written in files, made into an editor's blocks.

Paragraphs, `##` and `###` headings, `-` and `1.` lists, `**bold**`, `[words](target)` and `>` for
a note box. What is anything else is text.
"""

import re
from collections.abc import Callable
from html import escape

LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
BOLD = re.compile(r"\*\*(.+?)\*\*")
ITEM = re.compile(r"^(-|\d+\.) +")
# What a link's target becomes: the attributes of the element, as the editor keeps them.
Target = Callable[[str], str]
Block = tuple[str, str]


def blocks_of(text: str, target: Target) -> list[Block]:
    """The text as blocks: ("heading", words), ("text", HTML) and ("note", HTML).

    Paragraphs and lists that follow each other are one block of text.
    """
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        kind, content = _block(part.strip(), target)
        if kind == "text" and found and found[-1][0] == "text":
            content = found.pop()[1] + content
        if content:
            found.append((kind, content))
    return found


def html_of(text: str, target: Target) -> str:
    """The text as one piece of HTML, headings and boxes as paragraphs."""
    return "".join(
        content if kind == "text" else f"<p>{content}</p>"
        for kind, content in blocks_of(text, target)
    )


def _block(part: str, target: Target) -> Block:
    if part.startswith("## "):
        return "heading", part[3:].strip()
    if part.startswith("### "):
        return "text", f"<h3>{inline(part[4:].strip(), target)}</h3>"
    if part.startswith(">"):
        words = " ".join(line.lstrip("> ").strip() for line in part.splitlines())
        return "note", f"<p>{inline(words, target)}</p>"
    if ITEM.match(part):
        return "text", _list(part, target)
    return "text", f"<p>{inline(' '.join(part.split()), target)}</p>" if part else ""


def _list(part: str, target: Target) -> str:
    items: list[str] = []
    for line in part.splitlines():
        if ITEM.match(line):
            items.append(ITEM.sub("", line).strip())
        else:
            items[-1] += " " + line.strip()
    tag = "ul" if part.startswith("-") else "ol"
    inside = "".join(f"<li>{inline(item, target)}</li>" for item in items)
    return f"<{tag}>{inside}</{tag}>"


def inline(words: str, target: Target) -> str:
    """Bold words and links; everything else is escaped."""
    words = escape(words, quote=False)
    words = BOLD.sub(r"<b>\1</b>", words)
    return LINK.sub(lambda link: f"<a {target(link[2])}>{link[1]}</a>", words)
