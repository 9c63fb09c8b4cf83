"""Links in rich text: to pages and documents, wherever these are now."""

from bs4 import BeautifulSoup
from django.utils import translation
from wagtail.rich_text import expand_db_html

from portal import languages
from portal.models import PortalSettings
from portal.texts import column
from tests.changing import change, codes

GONE = 10**9


def prose(*links):
    starts = (f'<a linktype="{kind}" id="{key}">' for kind, key in links)
    text = "".join(f"<p>{start}{number}</a></p>" for number, start in enumerate(starts))
    return dict.fromkeys(languages.codes(), text)


def links_in(response, where):
    shown = BeautifulSoup(response.content, "html.parser").select(f"{where} a")
    return {link.text: link.get("href") for link in shown}


@codes
def test_they_lead_where_pages_and_documents_are_in_the_reader_s_language(
    client, area, make_document, make_information, code
):
    document = make_document()
    page = make_information(body=[("paragraph", prose(("page", area.pk), ("document", document.pk)))])
    for each in languages.codes():
        setattr(area, column("slug", each), f"moved-{each}")
    area.save_revision().publish()

    links = links_in(client.get(page.url_in(code)), ".body")

    assert links == {"0": f"/{code}/moved-{code}/", "1": document.url}
    assert client.get(links["0"]).status_code == 200


@codes
def test_what_is_gone_leads_nowhere_and_the_rest_stays(client, area, make_information, code):
    body = prose(("page", GONE), ("document", GONE), ("page", area.pk))
    page = make_information(body=[("paragraph", body)])

    links = links_in(client.get(page.url_in(code)), ".body")

    assert links == {"0": None, "1": None, "2": area.url_in(code)}


@codes
def test_an_address_that_looks_like_one_of_them_is_left_as_it_is(client, make_information, code):
    address = "/search/?q=%26 linktype="
    text = dict.fromkeys(languages.codes(), f'<p><a href="{address}">0</a></p>')
    page = make_information(body=[("paragraph", text)])

    assert links_in(client.get(page.url_in(code)), ".body") == {"0": address}


@codes
def test_they_become_what_wagtail_makes_of_them(client, area, make_document, make_information, code):
    targets = [("page", area.pk), ("document", make_document().pk), ("page", GONE), ("document", GONE)]
    page = make_information(body=[("paragraph", prose(*targets))])

    shown = client.get(page.url_in(code)).text

    with translation.override(code):
        assert expand_db_html(prose(*targets)[code]) in shown


@codes
def test_they_lead_there_in_a_notice_and_in_parts_beside_the_body(client, overview, area, code):
    text = prose(("page", area.pk))
    portal = PortalSettings.load()
    portal.notices.append(("notice", {"level": "warning", "text": text, "starts": None, "ends": None}))
    portal.save()
    overview.key_points.append(("point", text))
    overview.contact.append(("paragraph", text))
    overview.save()

    response = client.get(overview.url_in(code))

    for where in (".banners", ".key-points", "[aria-labelledby=contact]"):
        assert links_in(response, where)["0"] == area.url_in(code), where


@codes
def test_a_draft_with_a_broken_link_is_previewed(area, code):
    draft = change(area, publish=False, introduction="Draft")
    draft.body.append(("paragraph", prose(("page", 10**30))))

    shown = draft.make_preview_request(preview_mode=code)

    assert links_in(shown, ".body") == {"0": None}
