"""Browsers in words."""

import pytest
from django.utils import translation

from hemvist.accounts.browsers import browser_in_words

MOZILLA = "Mozilla/5.0"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64; rv:145.0) Gecko Firefox/145.0", "Firefox on Windows"),
        (f"{MOZILLA} (Windows NT 10.0) AppleWebKit Chrome/142.0 Safari/537.36 Edg/142.0", "Edge on Windows"),
        (f"{MOZILLA} (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        (f"{MOZILLA} (Linux; Android 15) AppleWebKit Chrome/142.0 Mobile Safari/537.36", "Chrome on Android"),
        (f"{MOZILLA} (X11; Linux x86_64) AppleWebKit HeadlessChrome/156.0 Safari/537.36", "Chrome on Linux"),
        ("curl/8.5.0", "Unknown browser"),
        ("", "Unknown browser"),
        ("<script>🦌\x00", "Unknown browser"),
    ],
)  # fmt: skip
def test_a_browser_is_called_what_people_call_it(user_agent, words):
    with translation.override("en"):
        assert browser_in_words(user_agent) == words
