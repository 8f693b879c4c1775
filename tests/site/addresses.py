"""Every address of the site, found by walking the resolver."""

from django.urls import get_resolver, reverse
from django.utils import translation

EDITOR = "editor/"  # Wagtail's own; tests/site/test_editor.py knocks at those


def _walk(resolver, names=()):
    for pattern in resolver.url_patterns:
        if str(pattern.pattern) == EDITOR:
            continue
        if hasattr(pattern, "url_patterns"):
            namespace = (pattern.namespace,) if pattern.namespace else ()
            yield from _walk(pattern, names + namespace)
        else:
            yield ":".join([*names, pattern.name or f"without a name: {pattern.pattern}"]), pattern


PATTERNS = dict(_walk(get_resolver()))
NAMES = sorted(PATTERNS)


def address(name, args=()):
    """The Swedish address of a page."""
    with translation.override("sv"):
        return reverse(name, args=args)
