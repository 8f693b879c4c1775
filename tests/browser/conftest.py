"""A real Chromium against a real server; JavaScript can be off."""

import os
import shutil

import pytest

from tests.messaging.conftest import mail_server, worker

__all__ = ["mail_server", "worker"]  # the same mail server and worker as in the tests of mail

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium():
    """The browser's path; HEMVIST_CHROMIUM names another one."""
    return os.environ.get("HEMVIST_CHROMIUM") or shutil.which("chromium")


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium; without one the test is skipped, but never on a build machine."""
    path = find_chromium()
    if path is None:
        words = "There is no Chromium here: apt-get install chromium."
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=QUIET)
        # Playwright keeps an event loop in this thread, and Django would refuse the database.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        yield chromium
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        chromium.close()


@pytest.fixture
def open_page(browser, live_server, request):
    """Make a page of its own, as in `open_page(javaScriptEnabled=False)`.

    What the page complains of in its console is a failure: a blocked script, a lost file.
    """
    contexts, complaints = [], []

    def make(*, script=True, **options):
        context = browser.new_context(
            base_url=live_server.url, java_script_enabled=script, **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda words: complaints.append(words.text) if words.type == "error" else None,
        )
        return page

    yield make
    for context in contexts:
        context.close()
    expected = [mark.args[0] for mark in request.node.iter_markers("complains")]
    assert [c for c in complaints if not any(words in c for words in expected)] == []


@pytest.fixture
def page(open_page):
    """One page with JavaScript on."""
    return open_page()
