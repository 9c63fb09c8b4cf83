"""What is wrong in content files is told all at once, where it stands, in the deployer's language."""

import gzip
import hashlib
import shutil

import pytest
import yaml
from django.contrib.auth.models import Group
from django.core.management import CommandError
from django.utils import translation

from portal import languages
from portal.content.files import read
from portal.models import BasePage, LoadedObject, PortalImage
from tests.loading.conftest import AREA, run
from tests.loading.test_dump import EVERYTHING

pytestmark = pytest.mark.django_db

FILE = """\
- model: cooperation.areapage
  fields:
    parent: /
    slug: {fr: essai, en: trial}
    title: {fr: Essai, en: Trial}
    colour: blue
    introduction:
      fr: [12]
      xx: Texte
    show_in_menus: perhaps
    picture: images/none.png
    body:
      - paragraph:
          fr: <p>Voir <script>alert(1)</script></p>
          en: <p><a href="javascript:alert(1)">x</a> <a page="/none/">y</a></p>
      - carousel: {}
      - quote: {words: {fr: x}}
- model: cooperation.projectpage
  fields:
    parent: /essai/
    slug: {fr: projet, en: project}
    title: {fr: Projet, en: TOO LONG}
    period: 1998-13
    participants:
      - {role: boss, country: XX}
- model: cooperation.projectpage
  fields:
    parent: /nowhere/
    slug: {fr: projet}
    title: {fr: Projet}
- model: timeline.milestone
  fields:
    key: jalon
    title: {fr: Jalon}
    kind: none
    sources: [{label: {fr: x}, url: nonsense}]
- model: timeline.milestone
  fields: {key: jalon, title: {fr: Encore}, period: 1998}
- model: portal.nothing
  fields: {}
- model: portal.portalimage
  fields: {file: ../secret.png, sha256: x, title: {fr: x}}
- model: timeline.kind
  pk: 3
  fields: {key: essai}
""".replace("TOO LONG", "x" * 300)

# line, object, and what else is named: field, language, reason
WRONG = [
    (6, "cooperation.areapage /essai/", "colour"),
    (8, "cooperation.areapage /essai/", "introduction", "Français"),
    (9, "cooperation.areapage /essai/", "introduction", "xx"),
    (10, "cooperation.areapage /essai/", "show_in_menus", "true"),
    (11, "cooperation.areapage /essai/", "picture", "images/none.png"),
    (14, "cooperation.areapage /essai/", "body › 1 › paragraph", "Français", "<script>"),
    (15, "cooperation.areapage /essai/", "body › 1 › paragraph", "English", "javascript:"),
    (15, "cooperation.areapage /essai/", "body › 1 › paragraph", "English", "/none/"),
    (16, "cooperation.areapage /essai/", "body › 2", "carousel"),
    (17, "cooperation.areapage /essai/", "body › 3 › quote › words"),
    (22, "cooperation.projectpage /essai/projet/", "title", "English", "255"),
    (23, "cooperation.projectpage /essai/projet/", "period", "1998-13"),
    (25, "cooperation.projectpage /essai/projet/", "participants › 1 › role", "co_funder"),
    (25, "cooperation.projectpage /essai/projet/", "participants › 1 › country", "XX"),
    (28, "cooperation.projectpage /nowhere/projet/", "parent", "/nowhere/"),
    (31, "timeline.milestone jalon", "period"),
    (35, "timeline.milestone jalon", "kind", "none"),
    (36, "timeline.milestone jalon", "sources › 1 › url"),
    (37, "timeline.milestone jalon", "broken.yaml"),
    (39, "portal.nothing"),
    (42, "portal.portalimage ../secret.png", "file"),
    (43, "object", "pk"),
    (43, "timeline.kind essai", "name", "Français"),
    (43, "timeline.kind essai", "name", "English"),
]


def tell(path):
    with pytest.raises(CommandError) as error:
        run("loaddata", str(path))
    assert error.value.returncode == 1
    return str(error.value)


@pytest.mark.names_languages
@pytest.mark.parametrize("code", languages.codes())
def test_everything_wrong_is_told_at_once_with_its_line_and_nothing_is_written(overview, tmp_path, code):
    path = tmp_path / "broken.yaml"
    path.write_text(FILE)
    (tmp_path.parent / "secret.png").write_bytes(b"")
    before = BasePage.objects.count(), LoadedObject.objects.count()

    with translation.override(code):
        told = tell(path)

    lines = told.splitlines()
    for line, *named in WRONG:
        if code == "fr":
            named = ["objet" if word == "object" else word for word in named]
        found = [each for each in lines if each.startswith(f"broken.yaml:{line}: ")]
        assert any(all(word in each for word in named) for each in found), (line, named, told)
    assert len(lines) == len(WRONG) + 1
    assert ("Nothing was written" in told) == (code == "en")
    assert (BasePage.objects.count(), LoadedObject.objects.count()) == before


@pytest.mark.parametrize("code", languages.codes())
def test_plan_tells_the_same_as_a_load(overview, tmp_path, code):
    path = tmp_path / "broken.yaml"
    path.write_text(FILE)

    with translation.override(code):
        with pytest.raises(CommandError) as planned:
            run("content", "plan", str(path))
        assert str(planned.value) == tell(path)
    assert planned.value.returncode == 1


@pytest.mark.parametrize(
    ("text", "line", "named"),
    [
        ("- model: [\n", 2, "YAML"),
        ("- model: x\n  fields: {a: 1, a: 2}\n", 2, "“a”"),
        ("- model: x\n  fields: &a\n    b: *a\n", 3, "*a"),
        ("- !!python/object:os.system x\n", 1, "python"),
        ("model: x\n", 1, "list"),
        ("- model: x\n  fields: {}\n---\n- model: y\n", 3, "---"),
        ("- 12\n", 1, "model"),
        ("- model: x\n  fields: " + "[" * 60 + "]" * 60 + "\n", 2, "deep"),
        ("- model: x\n  fields: {? [a] : b}\n", 2, "“:”"),
    ],
)
def test_what_is_no_content_is_told_with_its_line(overview, tmp_path, text, line, named):
    path = tmp_path / "broken.yaml"
    path.write_text(text)

    with translation.override("en"):
        told = tell(path)

    assert any(named in each for each in told.splitlines() if each.startswith(f"broken.yaml:{line}: ")), told


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\xff", b"- a: \x00", "- a: é".encode("latin-1")])
def test_what_is_no_text_is_told(overview, tmp_path, content):
    path = tmp_path / "broken.yaml"
    path.write_bytes(content)

    assert "broken.yaml" in tell(path)


def test_one_broken_file_does_not_hide_what_is_wrong_in_another(overview, tmp_path):
    (tmp_path / "one.yaml").write_text("- model: [")
    (tmp_path / "two.yaml").write_text("- model: portal.nothing\n  fields: {}\n")

    with pytest.raises(CommandError) as error:
        run("loaddata", str(tmp_path / "one.yaml"), str(tmp_path / "two.yaml"))

    assert "one.yaml:" in str(error.value)
    assert "two.yaml:1:" in str(error.value)


def test_what_is_repeated_by_a_star_is_read(tmp_path):
    path = tmp_path / "good.yaml"
    path.write_text("- model: x\n  fields: {a: &a [1], b: *a}\n")
    problems = []

    [row] = read(path, problems)

    assert row.fields == {"a": ["1"], "b": ["1"]}
    assert problems == []


def test_a_text_that_grows_without_end_is_told(overview, tmp_path):
    path = tmp_path / "broken.yaml"
    lines = ["- model: x", "  fields:", "    a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"    a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    path.write_text("\n".join(lines))

    assert "*a" in tell(path)


@pytest.mark.parametrize(
    ("change", "named"), [("altered", "SHA-256"), ("missing", "plan.png"), ("text", "plan.png")]
)
def test_media_that_are_missing_or_altered_are_told(overview, tmp_path, change, named):
    shutil.copytree(EVERYTHING / "images", tmp_path / "images")
    picture = tmp_path / "images" / "plan.png"
    sha256 = hashlib.sha256(picture.read_bytes()).hexdigest()
    if change == "altered":
        picture.write_bytes(picture.read_bytes() + b"x")
    elif change == "missing":
        picture.unlink()
    else:
        picture.write_text("no picture")
        sha256 = hashlib.sha256(picture.read_bytes()).hexdigest()
    row = {"file": "images/plan.png", "sha256": sha256, "title": {"fr": "Plan"}}
    path = tmp_path / "broken.yaml"
    path.write_text(yaml.safe_dump([{"model": "portal.portalimage", "fields": row}]))

    assert named in tell(path)
    assert not PortalImage.objects.exists()


def test_a_link_out_of_the_folder_is_told(overview, tmp_path):
    (tmp_path / "inside").mkdir()
    (tmp_path / "outside.png").write_bytes((EVERYTHING / "images" / "plan.png").read_bytes())
    (tmp_path / "inside" / "link.png").symlink_to(tmp_path / "outside.png")
    path = tmp_path / "inside" / "broken.yaml"
    path.write_text("- model: portal.portalimage\n  fields: {file: link.png, sha256: x, title: {fr: x}}")

    assert "link.png" in tell(path)


@pytest.mark.names_languages
def test_two_pages_at_one_address_in_any_language_are_told(overview, content):
    content.area()
    content.area(slug={"fr": "autre", "en": "trial"})

    told = tell(content.write())

    assert "/autre/, slug, English" in told
    assert "trial" in told


def test_a_text_without_any_title_is_told_once(overview, content):
    content.area(title={"fr": "", "en": " "})

    assert tell(content.write()).count("title") == 1


def test_a_file_that_is_not_there_is_told(overview):
    with pytest.raises(CommandError, match="nothing"):
        run("content", "plan", "nothing")


DOCUMENT = {"sha256": "x", "title": {"fr": "a"}}
SCIENCE = "- model: cooperation.areapage\n  fields:\n    parent: /\n    slug: {fr: science%s}\n    %s\n"


@pytest.mark.names_languages
@pytest.mark.parametrize("code", languages.codes())
@pytest.mark.parametrize(
    ("slug", "field", "line", "named"),
    [
        (", en: transparency", "", 4, "slug, English: "),
        (", en: sciencé", "", 4, "slug, English: "),
        ("", "title: {fr: '', en: ' '}", 5, "title: "),
        ("", "live: perhaps", 5, "live: "),
        ("", "body: [{table: {headings: [{fr: a}], rows: [[{fr: a}, {fr: b}]]}}]", 5, "rows: "),
        ("", "body: [{paragraph: {fr: <p><p>x</p></p>}}]", 5, "Français: "),
        ("", "body: [{paragraph: {fr: '<p><img src=x></p>'}}]", 5, "<img>"),
        ("", "body: [{paragraph: {fr: '<p><![foo]></p>'}}]", 5, "<![>"),
        ("", "expire_at: '9999-12-31T23:59:59-12:00'", 5, "expire_at: "),
        ("", "parent: root", 5, "parent"),
    ],
)
def test_what_is_wrong_with_a_page_that_is_there_is_told_by_the_plan(
    shipped, tmp_path, code, slug, field, line, named
):
    path = tmp_path / "broken.yaml"
    path.write_text(SCIENCE % (slug, field))

    with translation.override(code):
        with pytest.raises(CommandError) as planned:
            run("content", "plan", str(path))
        told = str(planned.value)
        assert any(named in each for each in told.splitlines() if each.startswith(f"broken.yaml:{line}: ")), (
            told
        )
        assert tell(path) == told


@pytest.mark.parametrize(
    "row",
    [
        {
            "model": "timeline.kind",
            "fields": {"key": "a", "name": {"fr": "a"}},
            "draft": {"name": {"fr": "b"}},
        },
        {"model": "auth.group", "fields": {"name": "x" * 151}},
        {"model": "wagtailcore.collection", "fields": {"path": f"/{'x' * 256}/"}},
        {"model": "portal.overviewpage", "fields": {"slug": {"fr": "a", "en": "b"}, "title": {"fr": "A"}}},
        {
            "model": "portal.portaldocument",
            "fields": {"file": "/etc/passwd", "sha256": "x", "title": {"fr": "a"}},
        },
        {"model": "portal.portaldocument", "fields": {"file": "a/../b", "sha256": "x", "title": {"fr": "a"}}},
        {"model": "portal.portaldocument", "fields": {"file": "loop", "sha256": "x", "title": {"fr": "a"}}},
        {
            "model": "cooperation.projectpage",
            "fields": AREA | {"parent": "/science/", "resources": [{"link": {"label": {"fr": "a"}}}]},
        },
        {"model": "cooperation.areapage", "fields": AREA, "draft": {"nosuch": 3}},
        {"model": "cooperation.areapage", "fields": AREA, "draft": {"live": False}},
        {"model": "cooperation.areapage", "fields": AREA, "draft": {"slug": {"en": "é"}}},
        {"model": "cooperation.areapage", "fields": AREA | {"live": False}, "draft": {"title": {"fr": "b"}}},
    ],
)
def test_what_would_not_load_is_told_by_the_plan_and_never_fails(shipped, tmp_path, row):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    path = tmp_path / "broken.yaml"
    path.write_text(yaml.safe_dump([row]))

    with pytest.raises(CommandError) as planned:
        run("content", "plan", str(path))

    assert "broken.yaml:" in str(planned.value)
    assert tell(path) == str(planned.value)


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x00\x00\x00\x00WEBP", b"<svg/>", "cut"]
)
def test_what_is_no_whole_picture_is_told(overview, tmp_path, content):
    picture = tmp_path / "plan.png"
    whole = (EVERYTHING / "images" / "plan.png").read_bytes()
    picture.write_bytes(whole[: len(whole) // 2] if content == "cut" else content)
    fields = {
        "file": "plan.png",
        "sha256": hashlib.sha256(picture.read_bytes()).hexdigest(),
        "title": {"fr": "a"},
    }
    path = tmp_path / "broken.yaml"
    path.write_text(yaml.safe_dump([{"model": "portal.portalimage", "fields": fields}]))

    assert "plan.png" in tell(path)


@pytest.mark.names_languages
def test_signs_that_no_page_may_hold_are_dropped(overview, content):
    content.path.write_text(
        "- model: cooperation.areapage\n  fields:\n    parent: /\n    slug: {fr: essai, en: trial}\n"
        '    title: {fr: "Es\\0sai", en: "Tri\\x07al"}\n'
    )

    run("loaddata", str(content.path))

    page = BasePage.objects.get(slug_fr="essai")
    assert (page.title_fr, page.title_en) == ("Essai", "Trial")


def test_a_permission_given_twice_is_given_once(overview, content):
    permission = ["portal.change_basepage", "portal.change_basepage"]
    content.add("auth.group", name="Groupe", pages={"/": permission, "": permission}, permissions=permission)

    content.load()

    assert Group.objects.get(name="Groupe").page_permissions.count() == 1


@pytest.mark.parametrize("text", ["{" * 400 + "}" * 400, "? " * 700, "[" * 5000])
def test_nesting_without_end_is_told(overview, tmp_path, text):
    path = tmp_path / "broken.yaml"
    path.write_text(f"- model: x\n  fields: {text}\n")

    assert "broken.yaml" in tell(path)


def test_other_ways_to_give_a_file_are_refused_with_a_reason(overview, tmp_path):
    (tmp_path / "content.yaml.gz").write_bytes(gzip.compress(b"- model: x"))

    for label in (str(tmp_path / "content.yaml.gz"), "x" * 5000):
        with pytest.raises(CommandError):
            run("loaddata", label)
    with pytest.raises(CommandError):
        run("content", "plan", "x" * 5000)


@pytest.mark.names_languages
@pytest.mark.parametrize(("code", "told"), [("fr", "Écrivez 1998-04."), ("en", "Write 1998-04.")])
def test_a_date_in_words_is_told_as_files_write_it_in_the_language_asked_for(overview, tmp_path, code, told):
    path = tmp_path / "broken.yaml"
    path.write_text("- model: timeline.milestone\n  fields: {key: a, period: avril 1998, title: {fr: x}}\n")

    with pytest.raises(CommandError) as error:
        run("content", "plan", str(path), language=code)

    assert f"period: {told}" in str(error.value)


def test_a_missing_checksum_is_told_as_it_should_be(overview, tmp_path):
    shutil.copytree(EVERYTHING / "images", tmp_path / "images")
    path = tmp_path / "broken.yaml"
    path.write_text("- model: portal.portalimage\n  fields: {file: images/plan.png, title: {fr: Plan}}\n")

    assert hashlib.sha256((tmp_path / "images/plan.png").read_bytes()).hexdigest() in tell(path)
