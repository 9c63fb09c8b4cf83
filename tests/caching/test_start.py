"""Nothing starts where a change could not be told to the other processes."""

import os

from django.utils import translation

from portal.caching.checks import check_clock
from tests.changing import codes


@codes
def test_a_clock_that_cannot_be_written_is_refused(settings, tmp_path, monkeypatch, code):
    assert check_clock() == []

    settings.CLOCK_FILE = tmp_path / "closed" / "clock"
    # who runs the tests may be allowed everything
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path)
    with translation.override(code):
        [refused] = check_clock()
    assert str(settings.CLOCK_FILE) in refused.msg
    assert "CACHE_URL" in refused.hint


def test_machines_that_share_a_cache_need_no_file(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    settings.CACHE_IS_SHARED = True
    assert check_clock() == []
