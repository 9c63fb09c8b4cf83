"""What browsers are told with each answer, judged as MDN's HTTP Observatory does."""

import re

import pytest
from django.test import Client

from portal import languages
from tests.changing import codes

pytestmark = pytest.mark.django_db


def policy_of(response):
    parts = (part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in parts}


def observatory(response, secure, on_http):
    """Return a score and what it is made of, by the rules of the Observatory's grader of August 2026.

    :param secure: whether the answer came over https
    :param on_http: the answer to the same over http
    """
    headers, policy = response.headers, policy_of(response)
    given, taken = {}, {}
    unsafe = {name for name, value in policy.items() if "unsafe-" in value}
    if "script-src" in unsafe:
        taken["unsafe scripts"] = 20
    elif not unsafe:
        given["policy without unsafe"] = 10 if policy.get("default-src") == "'none'" else 5
    is_framed_by_none = policy.get("frame-ancestors") in {"'none'", "'self'"}
    if is_framed_by_none:
        given["frame-ancestors"] = 5
    elif headers.get("X-Frame-Options") not in {"DENY", "SAMEORIGIN"}:
        taken["may be framed"] = 20
    if headers.get("Referrer-Policy") in {
        "no-referrer",
        "same-origin",
        "strict-origin",
        "strict-origin-when-cross-origin",
    }:
        given["private referrer"] = 5
    if headers.get("Cross-Origin-Resource-Policy") in {"same-origin", "same-site"}:
        given["resource policy"] = 10
    if headers.get("X-Content-Type-Options") != "nosniff":
        taken["sniffing"] = 5
    age = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    if secure and (not age or int(age[1]) < 15768000):
        taken["transport"] = 20
    if secure and not (on_http.status_code == 301 and on_http.headers["Location"].startswith("https://")):
        taken["redirect to https"] = 20
    for cookie in response.cookies.values():
        if not (cookie["secure"] and cookie["httponly"] and cookie["samesite"]):
            taken["cookie " + cookie.key] = 20
    for script in re.findall(rb'<script[^>]*\bsrc="([^"]*)"', response.content):
        if not script.startswith(b"/") or script.startswith(b"//"):
            taken["script from elsewhere"] = 50
    base = 100 - sum(taken.values())
    return base + (sum(given.values()) if base >= 90 else 0), given, taken


@pytest.fixture
def strict(settings):
    """The portal as ``BASE_URL=https://…`` makes it."""
    settings.SECURE_SSL_REDIRECT = settings.CSRF_COOKIE_SECURE = settings.SESSION_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True


@codes
def test_public_pages_score_130_at_the_observatory(overview, timeline, strict, code):
    for address in (overview.url_in(code), timeline.url_in(code), f"/{code}/nowhere/"):
        response = Client().get(address, secure=True)
        score, given, taken = observatory(response, True, Client().get(address))
        print(f"{address}: {score}, {given}, {taken}")  # noqa: T201
        assert score >= 130, (given, taken)


@codes
def test_visitors_browsers_take_nothing_but_the_portals_own_files(overview, code):
    response = Client().get(overview.url_in(code))
    policy = policy_of(response)
    assert policy["default-src"] == "'none'"
    assert set(policy.values()) <= {"'none'", "'self'", "'script'"}
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert not response.cookies


def test_whatever_answers_is_under_a_policy(overview, area, make_document, admin_client, settings):
    addresses = [
        "/",
        "/robots.txt",
        "/healthz",
        "/admin/",
        f"/admin/pages/{area.pk}/edit/",
        "/static/icon.svg",
    ]
    for address in [*addresses, make_document().url, area.url]:
        response = admin_client.get(address)
        assert response.headers["X-Content-Type-Options"] == "nosniff", address
        assert "Content-Security-Policy" in response.headers, address
        assert "Permissions-Policy" in response.headers, address


def test_the_editors_scripts_are_the_portals_own_or_bear_the_nonce_of_the_session(area, admin_client):
    response = admin_client.get(f"/admin/pages/{area.pk}/edit/")
    policy = policy_of(response)
    assert "unsafe" not in policy["script-src"]
    [nonce] = re.findall("'nonce-([0-9a-f]{32})'", policy["script-src"])
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", response.content.decode())
    inline = [attributes for attributes in inline if "application/json" not in attributes]
    assert inline
    assert all(attributes.strip() == f'nonce="{nonce}"' for attributes in inline)


def test_each_session_has_a_nonce_of_its_own(area, admin_client, editor):
    other = Client()
    other.force_login(editor)
    address = f"/admin/pages/{area.pk}/edit/"
    policies = {policy_of(client.get(address))["script-src"] for client in (admin_client, other)}
    assert len(policies) == 2


def test_without_a_session_the_sign_in_page_allows_no_script_in_the_page(overview):
    response = Client().get("/admin/login/")
    assert policy_of(response)["script-src"] == "'self'"
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*json)[^>]*>", response.content.decode())


@codes
def test_a_preview_may_be_shown_within_the_editor_and_nowhere_else(overview, admin_client, code):
    response = admin_client.get(f"/admin/pages/{overview.pk}/view_draft/?mode={code}")
    assert policy_of(response)["frame-ancestors"] == "'self'"
    assert response.headers["X-Frame-Options"] in {"SAMEORIGIN", "DENY"}
    assert languages.default()
