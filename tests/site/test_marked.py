"""Sentences that are marked for translation stand where the catalogues are made from."""

import ast
from pathlib import Path

MARKS = {"_", "gettext", "gettext_lazy", "lazy", "ngettext", "pgettext"}
PACKAGE = Path(__file__).parents[2] / "hemvist"


def _marked_inside(text: ast.JoinedStr) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS
        for node in ast.walk(text)
    )


def test_no_sentence_is_marked_inside_an_f_string_where_it_would_never_be_found():
    hidden = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.JoinedStr) and _marked_inside(node)
    ]

    assert hidden == []
