"""An editor is shown what has changed, says that a text is still right, and puts earlier texts back."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import ModelLogEntry, PageLogEntry

from cooperation.models import Participant
from portal import languages
from portal.parity.memory import STILL_RIGHT_ACTION
from portal.texts import column
from tests.conftest import in_every_language
from tests.editing.test_edit_page import edit_url, posted, use_interface
from tests.editing.test_milestones import url as milestone_url
from tests.translating.test_outdated import behind, change, codes, others, outdated, paragraph, put


def told(html):
    """Return what a form tells of each text that is out of date, by the steps to its input."""
    panel = BeautifulSoup(html, "html.parser").find(attrs={"data-controller": "parity"})
    found = json.loads(panel["data-parity-states-value"])
    return {"/".join(each["path"]): each["changes"] for each in found if each["state"] == "outdated"}


def address(obj, name):
    return reverse(f"parity_{name}", args=[obj._meta.app_label, obj._meta.model_name, obj.pk])


@pytest.fixture
def text(area):
    """An area whose introduction has changed in every language, and then in the default one."""
    return change(area, introduction="Le pays a détruit ses stocks en 2003 avec quatre Alliés")


def forms(obj):
    if hasattr(obj, "url_path"):
        return edit_url(obj)
    return milestone_url("edit", obj.pk)


# Shown


@codes
def test_the_form_shows_which_words_changed(admin_client, text, code):
    change(text, introduction="Le pays a détruit tous ses stocks en 2007 avec quatre Alliés", code=code)

    found = told(admin_client.get(edit_url(text)).text)

    assert set(found) == {column("introduction", other) for other in others(code)}
    for [shown] in found.values():
        assert shown["language"] == code
        assert shown["html"].count("<del>") == 1
        assert "<del>2003</del><ins>2007</ins>" in shown["html"]
        assert "<ins>tous </ins>" in shown["html"] or "<ins> tous</ins>" in shown["html"]


@codes
def test_words_that_look_like_markup_are_shown_as_words(admin_client, text, code):
    change(text, introduction="A <script>alert(1)</script> & <b>b</b>", code=code)

    for [shown] in told(admin_client.get(edit_url(text)).text).values():
        assert "<script" not in shown["html"]


@codes
def test_a_long_text_is_shown_where_it_changed(admin_client, area, code):
    before = [f"mot{number}" for number in range(300)]
    area = change(area, introduction=" ".join(before))
    after = [*before[:150], "AUTRE", *before[151:]]

    change(area, introduction=" ".join(after), code=code)

    [[shown], *_others] = told(admin_client.get(edit_url(area)).text).values()
    assert "<del>mot150</del><ins>AUTRE</ins>" in shown["html"]
    assert len(shown["html"]) < 250


@codes
def test_a_change_since_the_last_translation_is_shown_as_a_whole(admin_client, text, code):
    text = change(text, introduction="Le pays a détruit ses stocks en 2004 avec quatre Alliés", code=code)
    change(text, introduction="Le pays a détruit ses stocks en 2005 avec quatre Alliés", code=code)

    for [shown] in told(admin_client.get(edit_url(text)).text).values():
        assert "<del>2003</del><ins>2005</ins>" in shown["html"]


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
    [[shown]] = told(response.text).values()
    assert shown["told"].startswith(words[1])


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

        response = admin_client.post(address(text, "settle"), {"path": path})

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
        admin_client.post(address(milestone, "settle"), {"path": column("description", other)})

    assert outdated() == set()
    assert ModelLogEntry.objects.filter(action=STILL_RIGHT_ACTION, user=editor).count() == len(others(code))


@codes
def test_what_was_said_to_be_right_holds_until_the_next_change(admin_client, text, code):
    text = change(text, introduction="Autre texte", code=code)
    for other in others(code):
        admin_client.post(address(text, "settle"), {"path": column("introduction", other)})
    text = change(text, title="Titre")
    assert outdated() == set()

    change(text, introduction="Encore autre", code=code)

    assert outdated() == behind("introduction", code)


@codes
def test_only_what_is_out_of_date_is_settled(admin_client, text, code):
    assert (
        admin_client.post(address(text, "settle"), {"path": column("introduction", code)}).status_code == 404
    )
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
    assertContains(response, "<del>3</del><ins>1</ins>")


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

    response = admin_client.get(edit_url(area) + query)

    shown = response.context["form"].instance
    assert not area.get_latest_revision().pk > area.latest_revision_id  # nothing is saved
    for each in languages.codes():
        word = "Ancien" if each == code else "Nouveau"
        assert shown.in_language("introduction", each) == f"{word} {each}"
        assert shown.in_language("title", each) == f"{word} {each}"
        assert shown.in_language("slug", each) == area.in_language("slug", each)
        assert [block.value[each].source for block in shown.body] == [
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
