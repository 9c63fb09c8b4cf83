"""The colours of the portal, as its tokens give them, can be told apart (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re

import pytest
from coloraide import Color

from portal.stylesheet import FOLDER

TOKEN = re.compile(r"--([\w-]+): (oklch\([^)]+\))")
LIGHT, DARK = (FOLDER / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
THEMES = {"light": dict(TOKEN.findall(LIGHT)), "dark": dict(TOKEN.findall(LIGHT)) | dict(TOKEN.findall(DARK))}
SURFACES = ["paper", "paper-raised", "accent-soft"]
TEXTS = [(ink, surface) for ink in ("ink", "ink-soft", "accent") for surface in SURFACES]
SIGNS = [("ink-soft", "paper"), ("ink-soft", "paper-raised"), ("accent", "paper"), ("warning", "paper")]


def contrast(theme, one, other):
    colours = THEMES[theme]
    return Color(colours[one]).contrast(Color(colours[other]), method="wcag21")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "surface"), [*TEXTS, ("ink", "warning-soft"), ("paper", "accent")])
def test_text_stands_out_from_what_it_is_on(theme, ink, surface):
    assert contrast(theme, ink, surface) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("sign", "surface"), SIGNS)
def test_borders_dots_and_rings_stand_out_from_what_they_are_on(theme, sign, surface):
    assert contrast(theme, sign, surface) >= 3


def test_the_dark_theme_has_every_colour_of_the_light_one():
    assert dict(TOKEN.findall(DARK)).keys() == dict(TOKEN.findall(LIGHT)).keys()
    assert len(THEMES["light"]) >= 8
