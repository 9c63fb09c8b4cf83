"""Which language an address is answered in, and what an address that is not there says."""

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from portal import languages, urls


def fail(request):
    raise RuntimeError("on purpose")


def lack_database(request):
    raise OperationalError("on purpose")


urlpatterns = [
    path("fail/", fail),
    path("no-database/", csrf_exempt(lack_database)),
    *(path(f"{code}/fail/", fail) for code in languages.codes()),
    *urls.urlpatterns,
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.mark.names_languages
@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("fr", "fr"),
        ("en", "en"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("fr-BE", "fr"),
        ("pl,en;q=0.5", "en"),
        ("pl", "fr"),
        ("", "fr"),
        ("*", "fr"),
        ("\x00,;;q=x", "fr"),
    ],
)
def test_the_front_door_asks_the_browser(client, overview, accepted, code):
    response = client.get("/?from=mail", headers={"accept-language": accepted})

    assertRedirects(response, f"/{code}/?from=mail", fetch_redirect_response=False)
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize("code", languages.codes())
def test_a_page_under_a_prefix_never_negotiates(client, area, code):
    for accepted in languages.codes():
        response = client.get(area.url_in(code), headers={"accept-language": accepted})
        assert response["Content-Language"] == code
        assert "Accept-Language" not in response.get("Vary", "")
        assertContains(response, f'<html lang="{code}">')


def test_one_language_s_slug_is_not_found_under_another(client, area):
    for code in languages.codes():
        for other in languages.codes():
            if area.in_language("slug", code) != area.in_language("slug", other):
                address = f"/{code}/{area.in_language('slug', other)}/"
                assert client.get(address).status_code == 404


NONSENSE = [
    "%FF%FE",
    "%00",
    "%C3%28",
    "..%2f..%2fetc%2fpasswd",
    "a" * 3000,
    "%F0%9F%92%A9",
    "<script>",
    "{{7*7}}",
]


@pytest.mark.names_languages
@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_under_a_prefix_is_a_404_page_in_its_language(client, overview, nonsense):
    french = client.get(f"/fr/{nonsense}/")
    english = client.get(f"/en/{nonsense}/")

    assertContains(french, "Page introuvable", status_code=404)
    assertNotContains(french, "Page not found", status_code=404)
    assertContains(english, "Page not found", status_code=404)
    assertNotContains(english, "Page introuvable", status_code=404)


@pytest.mark.names_languages
@pytest.mark.parametrize(
    "address",
    ["/media/images/" + "x" * 400, "/nothing/", "/de/", "/de/x/", "/xx/", "/EN-/", "/media/images/none.png"],
)
def test_an_address_without_language_is_a_404_page_in_all_at_once(client, overview, address):
    response = client.get(address)

    assert response["Content-Language"] == "fr, en"
    assert "Accept-Language" not in response.get("Vary", "")
    assertContains(response, '<div class="error" lang="fr">', status_code=404)
    assertContains(response, "Page introuvable", status_code=404)
    assertContains(response, '<div class="error" lang="en">', status_code=404)
    assertContains(response, "Page not found", status_code=404)


@pytest.mark.names_languages
def test_a_form_from_elsewhere_is_refused_in_the_language_of_the_address(area):
    client = Client(enforce_csrf_checks=True)

    for address, code, title in (
        (area.url_in("fr"), "fr", "Demande refusée"),
        (area.url_in("en"), "en", "Request refused"),
    ):
        response = client.post(address, {"x": "y"})
        assertContains(response, f'<html lang="{code}">', status_code=403)
        assertContains(response, title, status_code=403)


@pytest.mark.names_languages
def test_a_host_that_is_not_the_portal_s_is_refused(client, overview):
    for code, title in (("fr", "Demande refusée"), ("en", "Request refused")):
        response = client.get(f"/{code}/", headers={"host": "evil.example.org"})
        assertContains(response, title, status_code=400)


@pytest.mark.names_languages
def test_a_failure_is_answered_like_an_unknown_address(client, settings):
    settings.ROOT_URLCONF = "tests.reading.test_language"
    client.raise_request_exception = False

    assertContains(client.get("/fr/fail/"), "Une erreur s’est produite", status_code=500)
    assertNotContains(client.get("/fr/fail/"), "Something went wrong", status_code=500)
    assertContains(client.get("/en/fail/"), "Something went wrong", status_code=500)
    both = client.get("/fail/")
    assertContains(both, "Une erreur s’est produite", status_code=500)
    assertContains(both, "Something went wrong", status_code=500)


@pytest.mark.names_languages
def test_what_passes_by_itself_is_told_readers_and_those_who_wrote_something(client, settings):
    settings.ROOT_URLCONF = "tests.reading.test_language"
    client.raise_request_exception = False
    read, sent = client.get("/no-database/"), client.post("/no-database/")

    for words in ("Impossible pour le moment", "Not possible at the moment"):
        assertContains(read, words, status_code=503)
        assertContains(sent, words, status_code=503)
    for words in ("encore dans votre navigateur", "still in your browser"):
        assertNotContains(read, words, status_code=503)
        assertContains(sent, words, status_code=503)
    assert read.headers["Retry-After"] == "60"
