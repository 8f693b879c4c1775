"""`python -m bench.editor`: an editor who publishes one article after the other."""

import time

import django

SECONDS = 5.0


def main() -> None:
    """Publish until stopped."""
    django.setup()
    from hemvist.guide.models import ArticlePage

    pages = list(ArticlePage.objects.live().order_by("path")[:50])
    due = time.monotonic()
    while True:
        for page in pages:
            page.save_revision().publish()
            due += SECONDS
            time.sleep(max(due - time.monotonic(), 0))


if __name__ == "__main__":
    main()
