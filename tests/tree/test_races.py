"""Many editors at once: the tree stays whole, and every address follows."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404
from treebeard.exceptions import InvalidMoveToDescendant
from wagtail.actions.copy_page import CopyPageAction, CopyPageIntegrityError
from wagtail.actions.move_page import MovePageAction

from cooperation.models import AreaPage
from portal import languages
from portal.models import BasePage
from portal.texts import column
from tests.conftest import make

# what an editor who comes too late may be told
TOO_LATE = (
    CopyPageIntegrityError,
    Http404,
    InvalidMoveToDescendant,
    ObjectDoesNotExist,
    PermissionDenied,
    ValidationError,
)
EDITORS = 6


def edit(seed, steps):
    """Do random things to the tree, each with pages loaded some steps before."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    done = refused = 0
    try:
        for step in range(steps):
            pages = list(BasePage.objects.filter(depth__gte=3).specific())
            front = BasePage.objects.get(depth=2).specific
            page, other = chance.choice(pages), chance.choice([front, *pages])
            operation = chance.choice(
                ["move", "move", "move", "rename", "create", "copy", "delete", "reorder"]
            )
            try:
                if operation == "move":
                    MovePageAction(page, other, pos="last-child").execute()
                elif operation == "reorder":
                    MovePageAction(page, chance.choice(pages), pos="left").execute()
                elif operation == "rename":
                    setattr(page, column("slug", chance.choice(languages.codes())), f"r-{seed}-{step}")
                    page.save_revision().publish()
                elif operation == "create":
                    make(AreaPage, other, **{column("title", languages.default()): f"new {seed} {step}"})
                elif operation == "copy" and page.get_descendant_count() < 4:
                    attrs = {"title": "copy", "slug": f"c-{seed}-{step}"}
                    CopyPageAction(page, to=front, recursive=True, update_attrs=attrs).execute()
                elif operation == "delete" and page.is_leaf() and len(pages) > 10:
                    page.delete()
                done += 1
            except TOO_LATE:
                refused += 1
    finally:
        connection.close()
    return done, refused


def addresses_agree(page, parent_paths):
    for code in languages.codes():
        path = f"{parent_paths[code]}{page.in_language('slug', code)}/"
        assert page.in_language("url_path", code) == path
    paths = {code: page.in_language("url_path", code) for code in languages.codes()}
    children = list(page.get_children())
    for code in languages.codes():
        slugs = [child.in_language("slug", code) for child in children]
        assert len(set(slugs)) == len(slugs)
    for child in children:
        addresses_agree(child, paths)


@pytest.mark.long
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_editors_who_change_the_tree_at_once_leave_it_whole(overview):
    for _area in range(5):
        area = make(AreaPage, overview)
        for _below in range(3):
            make(AreaPage, area)

    with ThreadPoolExecutor(EDITORS) as editors:
        results = list(editors.map(edit, range(EDITORS), [30] * EDITORS))

    assert sum(done for done, _refused in results) > EDITORS * 10
    assert BasePage.find_problems() == ([], [], [], [], [])
    root = BasePage.objects.get(depth=1)
    for front in root.get_children():
        addresses_agree(front, dict.fromkeys(languages.codes(), "/"))
