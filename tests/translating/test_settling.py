"""An editor is shown what has changed, says that a text is still right, and puts earlier texts back."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import ModelLogEntry, PageLogEntry

from cooperation.models import Participant
from portal import languages
from portal.editor.changes import changes
from portal.parity.memory import STILL_RIGHT_ACTION
from portal.texts import column
from tests.changing import behind, change, codes, others, outdated, paragraph, put
from tests.conftest import in_every_language
from tests.editing.test_edit_page import edit_url, posted, use_interface
from tests.editing.test_milestones import url as milestone_url
from timeline.models import Source


def shown(html):
    """Return what a form tells of each text, by the steps to its input."""
    panel = BeautifulSoup(html, "html.parser").find(attrs={"data-controller": "parity"})
    return {"/".join(each["path"]): each for each in json.loads(panel["data-parity-states-value"])}


def told(html):
    """Return what has changed since each text that is out of date was right."""
    return {path: each["changes"] for path, each in shown(html).items() if each["state"] == "outdated"}


def settle(client, obj, path):
    """Press the button below a text that lets it stay as it is."""
    seen = shown(client.get(forms(obj)).text)[path]["seen"]
    return client.post(address(obj, "settle"), {"path": path, "seen": seen})


def address(obj, name):
    return reverse(f"parity_{name}", args=[obj._meta.app_label, obj._meta.model_name, obj.pk])


@pytest.fixture
def text(area):
    """An area whose introduction has changed in every language, and then in the default one."""
    return change(area, introduction="Le pays a détruit ses stocks en 2003 avec quatre Alliés")


def forms(obj):
    return edit_url(obj) if hasattr(obj, "url_path") else milestone_url("edit", obj.pk)


# Shown


@codes
def test_the_form_shows_which_words_changed(admin_client, text, code):
    change(text, introduction="Le pays a détruit tous ses stocks en 2007 avec quatre Alliés", code=code)

    found = told(admin_client.get(edit_url(text)).text)

    assert set(found) == {column("introduction", other) for other in others(code)}
    for [change_of] in found.values():
        assert change_of["language"] == code
        assert "<ins>tous </ins>" in change_of["html"]
        assert "<del>2003</del><ins>2007</ins>" in change_of["html"]
        assert change_of["html"].count("<del>") == 1


@codes
def test_words_that_look_like_markup_are_shown_as_words(admin_client, text, code):
    change(text, introduction="A <script>alert(1)</script> & <b>b</b>", code=code)

    for [found] in told(admin_client.get(edit_url(text)).text).values():
        assert "<script" not in found["html"]


@codes
def test_a_long_text_is_shown_where_it_changed(admin_client, area, code):
    before = [f"mot{number}" for number in range(300)]
    area = change(area, introduction=" ".join(before))
    after = [*before[:150], "AUTRE", *before[151:]]

    change(area, introduction=" ".join(after), code=code)

    [[found], *_others] = told(admin_client.get(edit_url(area)).text).values()
    assert "<del>mot150</del><ins>AUTRE</ins>" in found["html"]
    assert len(found["html"]) < 250


@codes
def test_a_change_since_the_last_translation_is_shown_as_a_whole(admin_client, text, code):
    text = change(text, introduction="Le pays a détruit ses stocks en 2004 avec quatre Alliés", code=code)
    change(text, introduction="Le pays a détruit ses stocks en 2005 avec quatre Alliés", code=code)

    for [found] in told(admin_client.get(edit_url(text)).text).values():
        assert "<del>2003</del><ins>2005</ins>" in found["html"]


@pytest.mark.names_languages
@pytest.mark.parametrize(
    ("interface", "words"),
    [
        ("fr", ("Anglais : à mettre", "Modifié depuis en français")),
        ("en", ("English: out", "Changed in French")),
    ],
)
def test_both_interfaces_tell_it(admin_client, editor, text, interface, words):
    use_interface(editor, interface)
    change(text, introduction="Autre texte", code="fr")

    response = admin_client.get(edit_url(text))

    assert words[0] in response.text.replace("\N{NO-BREAK SPACE}", " ")
    [[found]] = told(response.text).values()
    assert found["told"].startswith(words[1])


@codes
def test_badges_dashboard_and_report_count_it(admin_client, editor, text, code):
    use_interface(editor, languages.default())
    change(text, introduction="Autre texte", code=code)
    title = text.text("title").value

    report = admin_client.get("/admin/reports/parity/", {"state": "outdated"})

    assert [each.title for each in report.context["object_list"]] == [title]
    for other in others(code):
        found = admin_client.get("/admin/reports/parity/", {"state": "outdated", "language": other})
        assert [each.title for each in found.context["object_list"]] == [title]
    own = admin_client.get("/admin/reports/parity/", {"state": "outdated", "language": code})
    assert list(own.context["object_list"]) == []
    for page in ("/admin/", reverse("wagtailadmin_explore", args=[text.get_parent().pk])):
        assertContains(admin_client.get(page), "parity-badge--outdated")


# Settled by a click


@codes
def test_an_editor_says_that_a_text_is_still_right(admin_client, editor, text, code):
    text = change(text, introduction="Autre texte", code=code)
    for other in others(code):
        path = column("introduction", other)

        response = settle(admin_client, text, path)

        assert path not in told(response.json()["html"])
    assert outdated() == set()
    entry = PageLogEntry.objects.filter(action=STILL_RIGHT_ACTION).first()
    assert (entry.user, entry.page_id) == (editor, text.pk)
    assert entry.timestamp
    history = admin_client.get(reverse("wagtailadmin_pages:history", args=[text.pk]))
    assertContains(history, text.in_language("introduction", other))


@codes
def test_of_a_milestone_too(admin_client, editor, make_milestone, code):
    milestone = change(make_milestone(), description="Un texte")
    milestone = change(milestone, description="Autre texte", code=code)
    for other in others(code):
        settle(admin_client, milestone, column("description", other))

    assert outdated() == set()
    assert ModelLogEntry.objects.filter(action=STILL_RIGHT_ACTION, user=editor).count() == len(others(code))


@codes
def test_what_was_said_to_be_right_holds_until_the_next_change(admin_client, text, code):
    text = change(text, introduction="Autre texte", code=code)
    for other in others(code):
        settle(admin_client, text, column("introduction", other))
    text = change(text, title="Titre")
    assert outdated() == set()

    change(text, introduction="Encore autre", code=code)

    assert outdated() == behind("introduction", code)


@codes
def test_only_what_is_out_of_date_is_settled(admin_client, text, code):
    assert settle(admin_client, text, column("introduction", code)).status_code == 404
    assert not PageLogEntry.objects.filter(action=STILL_RIGHT_ACTION).exists()


# Earlier texts of one input


def values(response):
    return [
        each["data-value"]
        for each in BeautifulSoup(response.text, "html.parser").find_all(attrs={"data-value": True})
    ]


@codes
def test_the_earlier_texts_of_a_field_are_listed_once_each_the_latest_first(admin_client, editor, area, code):
    for number in (1, 2, 1, 3):
        area = change(area, introduction=f"Texte {number}")
    path = column("introduction", code)

    response = admin_client.get(address(area, "earlier"), {"path": path})

    assert values(response) == [f"Texte 1 {code}", f"Texte 2 {code}"]
    assertContains(response, f'lang="{code}"')
    assert "<del>3</del><ins>1</ins>" in response.text


@codes
def test_those_of_a_paragraph_are_as_its_rich_text_editor_holds_them(admin_client, area, code):
    bold = paragraph("Un", "one")
    bold["value"][code] = "<p>Un <b>gras</b></p>"
    area = put(area, bold)
    area = put(area, paragraph("Deux", "one"))

    response = admin_client.get(address(area, "earlier"), {"path": f"body/one/{code}"})

    [value] = map(json.loads, values(response))
    assert value["blocks"][0]["text"] == "Un gras"
    assert value["blocks"][0]["inlineStyleRanges"][0]["style"] == "BOLD"


@codes
def test_those_of_a_child_are_its_own(admin_client, make_project, code):
    project = make_project()
    project.participants = [
        Participant(role="lead", sort_order=number, **in_every_language(name=name))
        for number, name in enumerate(["Un", "Deux"])
    ]
    project.save_revision().publish()
    project = change(project)
    first, second = project.participants.all()
    setattr(second, column("name", code), "Trois")
    second.sort_order, first.sort_order = 0, 1
    project.participants = [second, first]
    project.save_revision().publish()

    response = admin_client.get(
        address(project, "earlier"), {"path": f"participants/0/{column('name', code)}"}
    )

    assert values(response) == [f"Deux {code}"]


@pytest.mark.parametrize("path", ["", "nothing", "title", "body/x/fr", "../../x"])
def test_of_what_is_not_there_nothing_is_listed(admin_client, text, path):
    assert admin_client.get(address(text, "earlier"), {"path": path}).status_code == 404
    assert admin_client.post(address(text, "earlier"), {"path": path}).status_code == 405


def test_a_text_that_never_changed_has_none(admin_client, area):
    response = admin_client.get(address(area, "earlier"), {"path": column("title", languages.default())})

    assert values(response) == []


# One language of a whole page


@codes
def test_one_language_is_put_back_and_the_others_stay(admin_client, area, code):
    area = change(area, introduction="Ancien", title="Ancien")
    area = put(area, paragraph("Ancien", "one"), paragraph("Parti", "two"))
    older = area.get_latest_revision()
    area = change(area, introduction="Nouveau", title="Nouveau")
    area = put(area, paragraph("Ajouté", "three"), paragraph("Nouveau", "one"))
    history = admin_client.get(reverse("wagtailadmin_pages:history", args=[area.pk]))
    query = f"?put_back={older.pk}&language={code}"
    assertContains(history, f"{edit_url(area)}{query.replace('&', '&amp;')}")

    saved = area.revisions.count()
    response = admin_client.get(edit_url(area) + query)

    instance = response.context["form"].instance
    assert area.revisions.count() == saved  # nothing more
    for each in languages.codes():
        word = "Ancien" if each == code else "Nouveau"
        assert instance.in_language("introduction", each) == f"{word} {each}"
        assert instance.in_language("title", each) == f"{word} {each}"
        assert instance.in_language("slug", each) == area.in_language("slug", each)
        assert [block.value[each].source for block in instance.body] == [
            f"<p>Ajouté {each}</p>",
            f"<p>{word} {each}</p>",
        ]
    notes = [str(message) for message in response.context["messages"]]
    assert len(notes) == 2  # that nothing is saved, and which paragraph has no place
    assert " 2 " in notes[1]


@codes
def test_what_was_put_back_is_saved_by_the_form(admin_client, area, code):
    area = change(area, introduction="Ancien")
    older = area.get_latest_revision()
    area = change(area, introduction="Nouveau")
    form = admin_client.get(f"{edit_url(area)}?put_back={older.pk}&language={code}")
    shown = BeautifulSoup(form.text, "html.parser").find(id=f"id_{column('introduction', code)}").text.strip()

    data = posted(area, **{column("introduction", code): shown, "action-publish": "1"})
    admin_client.post(edit_url(area), data)

    area.refresh_from_db()
    for each in languages.codes():
        assert area.in_language("introduction", each) == f"{'Ancien' if each == code else 'Nouveau'} {each}"
    assert behind("introduction", code) <= outdated()


@codes
def test_one_language_of_a_milestone_is_put_back(admin_client, make_milestone, code):
    milestone = change(make_milestone(), description="Ancien")
    older = milestone.latest_revision
    milestone = change(milestone, description="Nouveau")
    form = milestone_url("edit", milestone.pk)
    assertContains(admin_client.get(milestone_url("history", milestone.pk)), f"put_back={older.pk}")

    shown = admin_client.get(f"{form}?put_back={older.pk}&language={code}").context["form"].instance

    for each in languages.codes():
        assert shown.in_language("description", each) == f"{'Ancien' if each == code else 'Nouveau'} {each}"


@codes
def test_a_text_that_was_empty_then_stays_as_it_is_now(admin_client, area, code):
    older = area.get_latest_revision()
    area = change(area, introduction="Nouveau")

    form = admin_client.get(f"{edit_url(area)}?put_back={older.pk}&language={code}")

    assert form.context["form"].instance.in_language("introduction", code) == f"Nouveau {code}"


@pytest.mark.parametrize(
    "query", ["put_back=", "put_back=x&language=fr", "put_back=٣&language=fr", "put_back=99999&language=fr"]
)
def test_what_cannot_be_put_back_is_not_found(admin_client, area, make_milestone, query):
    for form in (edit_url(area), milestone_url("edit", make_milestone().pk)):
        assert admin_client.get(f"{form}?{query}").status_code == 404
    number = area.latest_revision_id
    assert admin_client.get(f"{edit_url(area)}?put_back={number}&language=xx").status_code == 404
    assert admin_client.get(f"{edit_url(area)}?put_back={number}").status_code == 404


def test_the_latest_revision_is_not_offered(admin_client, area):
    history = admin_client.get(reverse("wagtailadmin_pages:history", args=[area.pk]))

    assertNotContains(history, f"put_back={area.latest_revision_id}")


@codes
def test_a_text_that_has_changed_since_it_was_seen_is_not_settled(admin_client, text, code):
    text = change(text, introduction="Autre texte", code=code)
    path = column("introduction", next(iter(others(code))))
    seen = shown(admin_client.get(edit_url(text)).text)[path]["seen"]
    change(text, introduction="D’un collègue", code=code)

    response = admin_client.post(address(text, "settle"), {"path": path, "seen": seen})

    assert response.status_code == 409
    assert behind("introduction", code) == outdated()


@codes
def test_nobody_settles_what_another_has_locked(admin_client, text, code, django_user_model):
    text = change(text, introduction="Autre texte", code=code)
    text.locked, text.locked_by = True, django_user_model.objects.create_user("other")
    text.locked_at = timezone.now()
    text.save()

    assert settle(admin_client, text, column("introduction", next(iter(others(code))))).status_code == 302
    assert outdated() == behind("introduction", code)


@codes
def test_a_form_that_shows_what_is_not_saved_settles_nothing(admin_client, area, code):
    area = change(area, introduction="Ancien")
    older = area.get_latest_revision()
    area = change(area, introduction="Nouveau")
    revert = reverse("wagtailadmin_pages:revisions_revert", args=[area.pk, older.pk])

    for form in (revert, f"{edit_url(area)}?put_back={older.pk}&language={code}"):
        assertNotContains(admin_client.get(form), "data-parity-settle-url-value")
    assertContains(admin_client.get(edit_url(area)), "data-parity-settle-url-value")


@codes
def test_a_child_is_put_back_from_the_revision_that_first_had_it(admin_client, make_milestone, code):
    def source(name, number):
        address = f"https://example.org/{name}"
        return Source(url=address, sort_order=number, **in_every_language(label=name))

    milestone = make_milestone()
    milestone.sources = [source("Un", 0), source("Deux", 1)]
    older = milestone.save_revision()
    older.publish()
    milestone.refresh_from_db()
    first, second = milestone.sources.all()
    for each, label in ((first, "Nouveau"), (second, "Neuf")):
        for language in languages.codes():
            setattr(each, column("label", language), f"{label} {language}")
    first.sort_order, second.sort_order = 1, 0
    milestone.sources = [second, first]
    milestone.save_revision().publish()

    form = admin_client.get(f"{forms(milestone)}?put_back={older.pk}&language={code}")

    labels = {
        each.url: [each.in_language("label", language) for language in languages.codes()]
        for each in form.context["form"].instance.sources.all()
    }
    for name, now in (("Un", "Nouveau"), ("Deux", "Neuf")):
        assert labels[f"https://example.org/{name}"] == [
            f"{name if language == code else now} {language}" for language in languages.codes()
        ]
    listed = admin_client.get(address(milestone, "earlier"), {"path": f"sources/0/{column('label', code)}"})
    assert values(listed) == [f"Deux {code}"]


@codes
def test_a_child_that_was_never_published_is_not_taken_for_another(admin_client, make_milestone, code):
    milestone = make_milestone()
    three = Source(url="https://example.org/3", sort_order=0, **in_every_language(label="Trois"))
    milestone.sources = [three]
    older = milestone.save_revision()
    four = Source(url="https://example.org/4", sort_order=0, **in_every_language(label="Quatre"))
    three.sort_order = 1
    milestone.sources = [four, three]
    milestone.save_revision()

    form = admin_client.get(f"{forms(milestone)}?put_back={older.pk}&language={code}")

    sources = form.context["form"].instance.sources.all()
    assert [each.in_language("label", code) for each in sources] == [f"Quatre {code}", f"Trois {code}"]


def test_a_part_that_a_block_lacks_is_put_back(admin_client, area):
    code = languages.default()
    words = in_every_language(text="Mots", source="Auteur")
    quote = {
        part: {each: words[column(part, each)] for each in languages.codes()} for part in ("text", "source")
    }
    older = put(area, {"type": "quote", "id": "q", "value": quote}).get_latest_revision()
    put(area, {"type": "quote", "id": "q", "value": {"text": quote["text"]}}, publish=False)

    form = admin_client.get(f"{edit_url(area)}?put_back={older.pk}&language={code}")

    [block] = form.context["form"].instance.body
    assert block.value["source"][code] == f"Auteur {code}"


@pytest.mark.parametrize("signs", ["12,", ".", ". ", "mot "])
def test_what_repeats_itself_is_compared_in_no_time(signs):
    assert len(changes(signs * 5000, signs.replace(",", ";") * 4999 + "fin")) < 100_000
