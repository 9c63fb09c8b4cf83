"""What tests of texts that change begin with."""

import pytest

from tests.changing import change, paragraph, put


@pytest.fixture
def text(area):
    """An area with an introduction and two paragraphs in every language, all right."""
    change(area, publish=False, introduction="Premier texte")
    return put(area, paragraph("Un", "one"), paragraph("Deux", "two"))
