"""Rich text is stored clean, whoever sends it, and the editor always opens it."""

import json

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.test.utils.form_data import streamfield

from portal import languages, rich_text
from tests.editing.test_edit_page import edit_url, posted

HOSTILE = [
    '<p onclick="alert(1)">Text</p><script>alert(1)</script>',
    '<p><a href="javascript:alert(1)">Text</a></p>',
    '<p><a href="  java\tscript:alert(1)">Text</a></p>',
    '<p><a href="data:text/html,x" onmouseover=alert(1)>Text</a></p>',
    "<img src=x onerror=alert(1)><p>Text</p>",
    "<p>Text<iframe src=https://example.org></iframe><style>p{}</style></p>",
    "<p><b>Text<p>unclosed <i>tags",
    "<b><p>Text</p></b><ul><li>item",
    "</p></b>Text",
    "<svg><script>alert(1)</script></svg>Text",
    "<p>Text</p><!-- comment --><![CDATA[x]]>",
    "<p>Text" + "<b>" * 500,
]
WORDS = ["script", "onclick", "onerror", "onmouseover", "script:", "data:", "<img", "<iframe", "<style", "<!"]


def stored(page):
    return json.dumps(type(page).objects.get(pk=page.pk).body.raw_data[:])


def body(*texts):
    return [
        {"type": "paragraph", "value": dict.fromkeys(languages.codes(), html), "id": str(number)}
        for number, html in enumerate(texts)
    ]


@pytest.mark.parametrize("way", ["page", "json", "revision"])
def test_what_is_saved_is_clean(area, way):
    area.body = json.dumps(body(*HOSTILE)) if way == "json" else body(*HOSTILE)
    if way == "page":
        assert area.body[0].value  # made into blocks before it is saved
    if way == "revision":
        area.save_revision().publish()
    else:
        area.save()

    text = stored(area)
    assert text.count("Text") == len(HOSTILE) * len(languages.codes())
    assert not [word for word in WORDS if word in text]


def test_what_is_posted_as_html_is_kept_clean(admin_client, area):
    paragraphs = [("paragraph", dict.fromkeys(languages.codes(), html)) for html in HOSTILE]
    data = posted(area, body=streamfield(paragraphs))

    response = admin_client.post(edit_url(area), data, follow=True)

    assert response.status_code == 200
    area.refresh_from_db()
    content = area.latest_revision.content["body"]
    assert content.count("Text") == len(HOSTILE) * len(languages.codes())
    assert not [word for word in WORDS if word in content]


HALF_A_SIGN = '{"blocks": [{"key": "a", "text": "\\ud83d", "type": "unstyled"}], "entityMap": {}}'


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"blocks": 3}',
        '{"blocks": [{}], "entityMap": 1}',
        "[" * 3000,
        "\x00",
        HALF_A_SIGN,
    ],
)
def test_nonsense_in_place_of_rich_text_is_no_failure(admin_client, area, sent):
    data = posted(area, body=streamfield([("paragraph", dict.fromkeys(languages.codes(), sent))]))

    assert admin_client.post(edit_url(area), data).status_code in {200, 302}
    assert admin_client.get(edit_url(area)).status_code == 200


@pytest.fixture
def hostile(area):
    """An area of which the rich text was written past the portal, by a program that knows nothing of it."""
    with connection.cursor() as cursor:
        table = "UPDATE cooperation_areapage SET body = %s WHERE basepage_ptr_id = %s"
        cursor.execute(table, [json.dumps(body(*HOSTILE)), area.pk])
    return area


def test_the_editor_opens_what_stands_in_the_database_already(admin_client, hostile):

    response = admin_client.get(edit_url(hostile))

    assert response.status_code == 200
    assertNotContains(response, "onclick")


@pytest.mark.parametrize("code", languages.codes())
def test_readers_are_shown_what_stands_in_the_database_already_clean(client, hostile, code):
    _head, _main, text = client.get(hostile.url_in(code)).text.partition("<main")

    assert text.count("Text") >= len(HOSTILE)
    assert not [word for word in ("alert(1)", "onclick", "onerror", "<iframe", "data:text") if word in text]


def test_a_link_to_a_script_is_not_kept_from_the_editor_itself(admin_client, area):
    sent = {
        "blocks": [
            {
                "key": "a",
                "text": "Text",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [{"key": 0, "offset": 0, "length": 4}],
            }
        ],
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}},
    }
    texts = dict.fromkeys(languages.codes(), json.dumps(sent))
    data = posted(area, body=streamfield([("paragraph", texts)]))

    admin_client.post(edit_url(area), data | {"action-publish": "1"})

    assert "Text" in stored(area)
    assert "script" not in stored(area)


LINKS = [
    '<a linktype="page">Text</a>',
    '<a linktype="page" id="zz">Text</a>',
    '<a linktype="page" id="99999999999999999999999">Text</a>',
    '<a linktype="document" id="-1">Text</a>',
    '<a linktype="script" id="1" href="x">Text</a>',
    '<a id="1">Text</a>',
]


@pytest.mark.parametrize("link", LINKS)
def test_a_link_to_nothing_keeps_its_words_and_breaks_no_page(admin_client, area, link):
    area.body = body(f"<p>{link}</p>")
    area.save_revision().publish()

    assert admin_client.get(edit_url(area)).status_code == 200
    for code in languages.codes():
        assertContains(admin_client.get(area.url_in(code)), "Text")


def test_links_that_lead_somewhere_stay():
    for link in (
        '<a id="3" linktype="page">a</a>',
        '<a id="3" linktype="document">a</a>',
        '<a href="https://example.org/?a=1&amp;b=2">a</a>',
        '<a href="#here">a</a>',
    ):
        assert rich_text.clean(f"<p>{link}</p>") == f"<p>{link}</p>"


@pytest.mark.parametrize(
    "pasted",
    [
        "<ul><li>un</li><li>deux</li></ul>",
        "<div>un</div><div>deux</div>",
        "<h2>un</h2>deux",
        "<table><tr><td>un</td><td>deux</td></tr></table>",
    ],
)
def test_what_stood_apart_stays_apart(pasted):
    assert rich_text.clean(pasted) == "<p>un</p><p>deux</p>"


@pytest.mark.parametrize("entities", ['{"7": {}}', '{"0": {"type": "LINK", "data": {}}}'])
def test_the_words_of_a_broken_post_are_kept_not_its_code(admin_client, area, entities):
    ranges = '[{"key": 0, "offset": 0, "length": 4}]'
    block = f'{{"key": "a", "text": "Text", "type": "unstyled", "entityRanges": {ranges}}}'
    sent = f'{{"blocks": [{block}], "entityMap": {entities}}}'
    data = posted(area, body=streamfield([("paragraph", dict.fromkeys(languages.codes(), sent))]))

    admin_client.post(edit_url(area), data | {"action-publish": "1"})

    text = stored(area)
    assert "Text" in text
    assert "entityMap" not in text


TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<br>",
        "<a href='https://example.org'>",
        "</a>",
        "<li>",
        "<ul>",
        "<script>",
        "</script>",
        "<div>",
        "text",
        " ",
        "&lt;",
        "<",
        "&",
        "\xa0",
        "<sup>",
        "<strong>",
    ]
)


@given(st.lists(TAGS, max_size=20).map("".join) | st.text())
def test_what_is_clean_stays_as_it_is_and_opens(html):
    once = rich_text.clean(html)

    assert rich_text.clean(once) == once
    assert "<script" not in once
    ContentstateConverter(rich_text.FEATURES).from_database_format(once)
