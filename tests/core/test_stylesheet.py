"""The one stylesheet: its size, its accent, and that every accent can be read."""

import gzip
import math
import re

import pytest

from hemvist.core import stylesheet

LIGHT = (stylesheet.SOURCES / "20-tokens.css").read_text()
DARK = (stylesheet.SOURCES / "21-dusk.css").read_text()


def from_hex(text):
    digits = text.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]


def linear(channel):
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def light_of_hex(text):
    return light_of(*(linear(channel) for channel in from_hex(text)))


def light_of(red, green, blue):
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def light_of_oklch(lightness, chroma, hue):
    """Relative luminance as a screen shows it: what lies outside sRGB is cut (Ottosson 2020)."""
    a, b = (chroma * trig(math.radians(hue)) for trig in (math.cos, math.sin))
    long, medium, short = (
        (lightness + x * a + y * b) ** 3
        for x, y in (
            (0.3963377774, 0.2158037573),
            (-0.1055613458, -0.0638541728),
            (-0.0894841775, -1.2914855480),
        )
    )
    channels = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return light_of(*(min(max(channel, 0), 1) for channel in channels))


def contrast(one, other):
    lighter, darker = max(one, other), min(one, other)
    return (lighter + 0.05) / (darker + 0.05)


def plain(name, tokens):
    return light_of_hex(re.search(rf"--{name}: (#[0-9a-f]+)", tokens)[1])


def accent(name, tokens, hue):
    found = re.search(rf"--{name}: oklch\(([.\d]+) ([.\d]+) var\(--hue\)\)", tokens)
    return light_of_oklch(float(found[1]), float(found[2]), hue)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_accent_can_be_read_on_every_ground(tokens):
    on_accent = plain("on-accent", tokens)
    grounds = [plain(name, tokens) for name in ("snow", "surface", "drift")]

    worst = min(
        min(
            *(contrast(accent("accent", tokens, hue), ground) for ground in grounds),
            contrast(accent("accent", tokens, hue), accent("accent-soft", tokens, hue)),
            contrast(accent("accent", tokens, hue), on_accent),
            contrast(accent("accent-strong", tokens, hue), on_accent),
            contrast(plain("ink", tokens), accent("accent-soft", tokens, hue)),
        )
        for hue in range(360)
    )

    assert worst >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", ["good", "warn", "bad", "info"])
def test_every_tone_can_be_read(tokens, tone):
    words = plain(tone, tokens)

    assert contrast(words, plain(f"{tone}-soft", tokens)) >= 4.5
    assert contrast(words, plain("snow", tokens)) >= 4.5


@pytest.mark.parametrize(
    ("theme", "query"),
    [("auto", "(prefers-color-scheme:dark)"), ("dark", "all"), ("light", "not all")],
)
def test_chosen_light_rules_over_the_device(theme, query):
    css = stylesheet.text(200, theme=theme)

    assert f"@media {query}{{:root{{color-scheme:dark" in css


def test_stylesheet_is_small():
    assert len(stylesheet.text(200)) < 30 * 1024
    assert len(gzip.compress(stylesheet.text(200, staff=True).encode())) < 12_000


def test_squeeze_keeps_the_rules():
    css = "/* why */\n@layer a {\n  .b > :is(c, d) e { margin: calc(1px + 2px) auto; }\n}\n"

    assert stylesheet.squeeze(css) == "@layer a{.b>:is(c,d) e{margin:calc(1px + 2px) auto}}"


def test_stylesheet_has_the_hue_of_its_address(client):
    response = client.get(stylesheet.address(37), headers={"accept-encoding": "gzip"})

    assert response.status_code == 200
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Content-Encoding"] == "gzip"
    assert "immutable" in response["Cache-Control"]
    assert gzip.decompress(response.content).decode() == stylesheet.text(37)
    assert stylesheet.text(37).endswith(":root{--hue:37}}\n")


@pytest.mark.django_db
def test_light_nobody_offers_is_not_found(client):
    address = stylesheet.address(200).replace("/auto/", "/neon/")

    assert client.get(address).status_code == 404


def test_hue_beyond_the_circle_comes_round():
    assert stylesheet.address(560) == stylesheet.address(200)
