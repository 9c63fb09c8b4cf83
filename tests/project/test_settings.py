"""Settings: the table of the README and the code agree; production is strict; nothing starts unsafe."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SETTINGS = Path("portal/settings.py").read_text()
README = Path("README.md").read_text()
PRODUCTION = {
    "SECRET_KEY": "x9" * 40 + "!abcdefgh",
    "BASE_URL": "https://portal.example.org",
}


def manage(*command, **environment):
    env = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    return subprocess.run(  # noqa: S603 (our own interpreter and script)
        [sys.executable, "manage.py", *command],
        env=env | {"ENV_FILE": os.devnull} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_readme_lists_each_setting_and_no_other():
    read = set(re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', SETTINGS))
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", README, flags=re.MULTILINE))

    assert listed == read


@pytest.mark.parametrize("value", [None, ""])
def test_without_secret_key_nothing_starts(value):
    environment = {} if value is None else {"SECRET_KEY": value}

    refused = manage("check", **environment)

    assert refused.returncode != 0
    assert "SECRET_KEY" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_base_url_that_is_none_is_refused():
    refused = manage("check", SECRET_KEY="x", BASE_URL="portal.example.org")

    assert refused.returncode != 0
    assert "BASE_URL" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_production_settings_of_the_readme_pass_the_deployment_check():
    for name in PRODUCTION:
        assert f"{name}=" in README

    checked = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    ("base_url", "strict"), [("https://portal.example.org", True), ("http://127.0.0.1:8000", False)]
)
def test_cookies_and_redirects_follow_the_scheme_of_the_base_url(base_url, strict):
    code = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
        "s.SECURE_HSTS_SECONDS > 0, s.DEBUG)"
    )

    shown = manage("shell", "--no-imports", "--command", code, SECRET_KEY="x", BASE_URL=base_url)

    assert shown.stdout.split() == [str(strict)] * 4 + ["False"]
