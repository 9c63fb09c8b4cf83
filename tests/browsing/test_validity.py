"""Every page is valid by the checker of the W3C, and needs nothing inline."""

import json
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests.browser import program, without

pytestmark = [pytest.mark.django_db, pytest.mark.long]

# what an attribute would do at once, which a policy against scripts and styles of strangers forbids
INLINE = """() => [...document.querySelectorAll("*")].filter((each) =>
  each.hasAttribute("style") || each.localName === "style"
    || each.localName === "script" && !each.src && each.type !== "application/ld+json"
    || each.getAttributeNames().some((name) => name.startsWith("on"))
    || /^javascript:/.test(each.href)).map((each) => each.outerHTML.slice(0, 200))"""


# what the checker warns of, and why it is so
ACCEPTED = {
    # Safari takes a list without markers for none unless it is told
    "The “list” role is unnecessary for element “ol”.",
}


@pytest.fixture(scope="module")
def validator():
    """The command that checks files, with what it says as JSON."""
    jar = next((settings.BASE_DIR / "var").glob("vnu-*.jar"), None)
    return [
        program("java", "default-jre-headless"),
        "-jar",
        jar or without("The HTML checker is not there: bash .ci/validator"),
        *("--stdout", "--exit-zero-always", "--format", "json", "--also-check-css", "--also-check-svg"),
    ]


def test_the_checker_has_nothing_to_say_of_pages_style_and_icon(addresses, validator, tmp_path):
    client, files = Client(), {}
    for number, address in enumerate(addresses):
        path = tmp_path / f"{number}.html"
        path.write_bytes(client.get(address, follow=True).content)
        files[path.as_uri()] = address
    files |= {Path(finders.find(name)).as_uri(): name for name in ("site.css", "icon.svg")}
    command = [*validator, *(unquote(urlsplit(each).path) for each in files)]

    said = subprocess.run(command, check=True, capture_output=True)  # noqa: S603

    assert [
        (files[each["url"].replace("file:/", "file:///", 1)], each["message"], each.get("extract"))
        for each in json.loads(said.stdout)["messages"]
        if each["message"] not in ACCEPTED
    ] == []


def test_nothing_is_inline(addresses, open_tab, findings):
    assert findings(open_tab(), addresses, lambda tab: tab.evaluate(INLINE)) == {}
