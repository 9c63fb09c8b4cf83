"""Asking the search as visitors do."""

from urllib.parse import urlencode

import html5lib
import pytest
from django.urls import reverse
from django.utils import translation

from portal import languages


@pytest.fixture
def ask(client):
    """Ask a question in a language; return the parsed answer."""

    def ask(asked, code=None, **more):
        code = code or languages.default()
        with translation.override(code):
            address = reverse("search")
        query = urlencode({"q": asked, **more}, errors="surrogatepass")
        response = client.get(f"{address}?{query}")
        assert response.status_code == 200, asked
        return html5lib.parse(response.content, namespaceHTMLElements=False)

    return ask


@pytest.fixture
def found(ask):
    """Return the titles that answer a question, in order."""

    def found(asked, code=None, **more):
        titles = ask(asked, code, **more).findall(".//h2[@class='result__title']/a")
        return ["".join(title.itertext()) for title in titles]

    return found
