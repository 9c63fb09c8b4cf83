"""Texts are set for readers by the rules of their language, and stay in the database as they were typed."""

import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains
from wagtail.rich_text import RichText

from portal import languages, rich_text
from portal.models import PortalSettings
from portal.texts import Text, column
from portal.typography import typeset
from tests.changing import codes, in_each, others
from tests.conftest import in_every_language

TIED = "\N{NO-BREAK SPACE}"
# as typed, and as it is shown with ~ for a space that does not break
FRENCH = [
    ("Quoi ?", "Quoi~?"),
    ("Non ! Si ; donc : bien", "Non~! Si~; donc~: bien"),
    ("Vraiment ?! (Oui !)", "Vraiment~?! (Oui~!)"),
    ("« Paix » et « sécurité »", "«~Paix~» et «~sécurité~»"),
    ("« Quoi ? »", "«~Quoi~?~»"),
    ("Quelque 700 000 mines", "Quelque 700~000 mines"),
    ("1 234 567,89 €", "1~234~567,89~€"),
    ("10 % à 16 h 24, 12 h 30 ou 9 h", "10~% à 16~h~24, 12~h~30 ou 9~h"),
    ("L'État, aujourd'hui, qu'« on » dit", "L’État, aujourd’hui, qu’«~on~» dit"),
    # nothing is put in
    ("Quoi? «a» Oui!", "Quoi? «a» Oui!"),
    ("à 10:30, http://x.org/l'eau?a=b", "à 10:30, http://x.org/l'eau?a=b"),
    ("o'neil@example.org", "o'neil@example.org"),
    ("Merci :-) ou :) ou ;-)", "Merci :-) ou :) ou ;-)"),
    ("std ::vector, a != b, x ?y", "std ::vector, a != b, x ?y"),
    ("En 1998 2001 mines, 12 hommes, 5' 30", "En 1998 2001 mines, 12 hommes, 5' 30"),
    ("'mot' et \"mot\"", "'mot' et \"mot\""),
    ("Déjà\u202f? Oui\u00a0!", "Déjà\u202f? Oui~!"),
]
WORDS = ["Quoi ?", "« l'État »", "700 000", "10 %", "16 h 24", "l'", "a", " ", "  ", " :", " ; ", "«", "?!"]
LINK = '<a href="http://x.org/?a>b ; l\'eau ?">'
MARKUP = ["<b>", "</b>", "<br/>", "</p><p>", LINK, "</a>", "&nbsp;", "&amp; ", "&lt; ?"]


@pytest.mark.names_languages
def test_french_keeps_together_what_belongs_together(client, make_area):
    area = make_area(body=[("list", [in_each(typed) for typed, _shown in FRENCH])])

    items = {code: items_of(client.get(area.url_in(code))) for code in ("fr", "en")}

    assert items["fr"] == [shown.replace("~", TIED) for _typed, shown in FRENCH]
    assert items["en"] == [typed for typed, _shown in FRENCH]


def items_of(response):
    document = html5lib.parse(response.content, namespaceHTMLElements=False)
    return ["".join(item.itertext()) for item in document.findall(".//ul[@class='list']/li")]


@pytest.mark.names_languages
def test_markup_stays_and_hides_nothing_from_the_rules(client, make_area):
    link = '<a href="http://x.org/?a ; l\'eau">ici</a>'
    typed = f"<p>Voir l'<b>État</b> <i>: « </i>paix<b> » ?</b> {link} </p><p>? </p>"
    area = make_area(body=[("paragraph", in_each(RichText(typed)))])

    shown = f"<p>Voir l’<b>État</b>~<i>: «~</i>paix<b>~»~?</b> {link} </p><p>? </p>"
    assertContains(client.get(area.url_in("fr")), shown.replace("~", TIED))
    assertContains(client.get(area.url_in("en")), typed)


@pytest.mark.names_languages
def test_every_place_of_a_page_is_set(
    client, overview, timeline, make_area, make_project, make_image, make_milestone, make_kind,
    make_document, django_capture_on_commit_callbacks,
):  # fmt: skip
    typed = in_every_language(title="Quoi ? Quand ?", introduction="Quoi ? Où ?", search_description="Qui ?")
    described = in_every_language(title="Plan : nord", description="Plan : sud", credit="Plan : est")
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image(**described)
    text = in_each("Quoi ? Comment ?")
    body = [
        ("heading", text),
        ("paragraph", in_each(RichText("<p>Quoi ? Comment ?</p>"))),
        ("figure", {"image": image, "caption": text}),
        ("quote", {"text": text, "source": text}),
        ("key_figures", [{"figure": in_each("700 000 !"), "label": text}]),
        ("documents", [make_document(**in_every_language(title="Note : un"))]),
        ("callout", {"title": text, "text": in_each(RichText("<p>Quoi ? Comment ?</p>"))}),
        ("table", {"caption": text, "headings": [text], "rows": [[text]]}),
    ]
    area = make_area(show_in_menus=True, picture=image, body=body, **typed)
    project = make_project(parent=area, **typed)
    make_kind("event", **in_every_language(name="Quoi ?"))
    make_milestone(pages=[area], picture=image, **in_every_language(title="Où ? Là", description="Où ? Là"))
    PortalSettings.objects.create(
        social_picture=image,
        **in_every_language(name="Qui ? Nous", tagline="Qui ? Nous", postal_address="Où ? Là"),
    )

    for page in (area, project, timeline, overview):
        html = client.get(page.url_in("fr")).text
        html = re.sub(r"(?s)<script.*?</script>", "", html)
        assert TIED + "?" in html
        assert re.findall(r".*\S [?!:;»].*", html) == []


@codes
def test_a_text_of_another_language_is_set_by_its_own_rules(code):
    for other in others(code):
        with_rules = Text("Quoi ?", other)

        assert with_rules.shown == languages.rules(other).typeset("Quoi ?")
        assert with_rules.shown in str(with_rules)


@codes
def test_what_was_typed_stays_in_database_form_and_data(admin_client, timeline, make_milestone, code):
    typed = "L'accord : « un début » ?"
    milestone = make_milestone(**in_every_language(title=typed))

    form = admin_client.get(f"/admin/snippets/timeline/milestone/edit/{milestone.pk}/")
    table = admin_client.get(f"{timeline.url_in(code)}data/csv/")

    milestone.refresh_from_db()
    assert milestone.in_language("title", code) == f"{typed} {code}"
    assert form.context["form"][column("title", code)].value() == f"{typed} {code}"
    assert f"« un début » ? {code}" in table.content.decode("utf-8-sig")


@codes
def test_a_body_is_edited_as_it_was_typed(admin_client, make_area, code):
    area = make_area(body=[("list", [in_each("Quoi ? « Rien »")])])

    response = admin_client.get(f"/admin/pages/{area.pk}/edit/")

    assertContains(response, "Quoi ? \\u00ab Rien \\u00bb")
    assert TIED not in response.context["form"]["body"].value().raw_data[0]["value"][0]["value"][code]


@codes
@given(pieces=st.lists(st.sampled_from([*WORDS, *MARKUP]) | st.text(max_size=3)))
def test_only_spaces_and_apostrophes_change_and_twice_is_once(code, pieces):
    html = rich_text.clean("".join(pieces))
    plain = html5lib.parseFragment(html)

    once = typeset(RichText(html), code)

    assert typed(once) == typed(RichText(html).__html__())
    assert structure(once) == structure(RichText(html).__html__())
    assert typeset(once, code) == once
    text = "".join(plain.itertext())
    assert typed(typeset(text, code)) == typed(text)
    assert typeset(typeset(text, code), code) == typeset(text, code)


def typed(text):
    """Return a text with the signs that may stand in place of others as people type them."""
    return text.replace(TIED, " ").replace("’", "'")


def structure(html):
    """Return the tags and attributes of markup, in order."""
    return [(element.tag, dict(element.attrib)) for element in html5lib.parseFragment(html).iter()]
