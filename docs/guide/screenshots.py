"""Take the pictures of the guide anew, in each of the portal's languages, from the shipped content.

Run it in the repository, with the packages of requirements-dev.txt and a Chromium (``playwright install
chromium``, or the system's)::

    .venv/bin/python docs/guide/screenshots.py [picture …]

It makes a database of its own in a temporary folder, and there some work that is half done; it changes no
other. It writes docs/guide/<language>/<picture>.png, or only the pictures that are named. Look at them before
you commit.
"""

import io
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent))

from showing import browser, keep, served  # noqa: E402

WIDTH, HEIGHT = 1280, 860
PASSWORD = "guide"  # noqa: S105 (of a database that is thrown away)
PEOPLE = {"camille": "Editors", "noor": "Translators into English", "sacha": "Publishers"}


def prepare():
    """Leave one page unfinished, one in review, one awaiting approval."""
    from django.conf import settings
    from django.contrib.auth.models import Group
    from wagtail.models import Site, Workflow

    from cooperation.models import AreaPage, ProjectPage
    from portal import languages
    from portal.models import Heartbeat, User
    from timeline.models import Milestone

    Site.objects.update(site_name=settings.WAGTAIL_SITE_NAME)
    people = {}
    for name, group in PEOPLE.items():
        people[name] = User.objects.create_user(
            name, f"{name}@example.org", PASSWORD, first_name=name.title()
        )
        people[name].groups.add(Group.objects.get(name__endswith=f"· {group}"))

    first, other = languages.codes()[:2]
    page = AreaPage.objects.order_by("path").first()
    words = getattr(page, f"introduction_{first}").split()
    setattr(page, f"introduction_{first}", " ".join(words[: -len(words) // 3]).rstrip(",;:") + ".")
    page.save_revision(user=people["camille"]).publish()
    setattr(page, f"title_{other}", "")
    page.save_revision(user=people["camille"])

    workflow = Workflow.objects.get()
    in_review, to_publish = ProjectPage.objects.order_by("path")[:2]
    for project, approvals in ((in_review, 1), (to_publish, 2)):
        project.save_revision(user=people["camille"])
        workflow.start(project, people["camille"])
        for _approval in range(approvals):
            project.refresh_from_db()
            project.current_workflow_task_state.approve(user=people["noor"])
    Heartbeat.beat()  # no warning that schedules stand still
    milestone = Milestone.objects.order_by("-period", "pk").first()
    return {
        "page": page.pk,
        "in_review": in_review.pk,
        "to_publish": to_publish.pk,
        "milestone": milestone.pk,
    }


# The pictures: each opens what it shows, and returns from where to where, in pixels


def front(page, there):
    page.goto("/admin/")
    return 0, 700


def side_by_side(page, there):
    page.goto(f"/admin/pages/{there['page']}/edit/")
    page.locator("[data-panel]").filter(has=page.locator("[name^=introduction_]")).last.wait_for()
    return 0, 860


def alternative_text(page, there):
    page.goto("/admin/images/1/")
    return 0, 1240


def milestone(page, there):
    page.goto(f"/admin/snippets/timeline/milestone/edit/{there['milestone']}/")
    return 0, 860


def preview(page, there):
    page.goto(f"/admin/pages/{there['to_publish']}/edit/")
    page.locator("[data-side-panel-toggle=preview], [aria-controls*=preview]").first.click()
    modes = page.locator("select[name=preview_mode], #id_preview_mode").first
    modes.select_option(index=modes.locator("option").count() - 1)
    page.wait_for_timeout(1500)
    page.goto(page.locator("[data-side-panel=preview] a[target=_blank]").first.get_attribute("href"))
    return 0, 760


def review(page, there):
    page.goto(f"/admin/pages/{there['in_review']}/edit/")
    open_actions(page)
    return 0, HEIGHT


def schedule(page, there):
    page.goto(f"/admin/pages/{there['to_publish']}/edit/")
    page.locator("[data-side-panel-toggle=status], [aria-controls*=status]").first.click()
    page.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").first.click()
    return 0, 760


def two_people(page, there):
    from cooperation.models import AreaPage
    from portal import languages
    from portal.models import User

    page.goto(f"/admin/pages/{there['page']}/edit/")
    field = f"title_{languages.default()}"
    area = AreaPage.objects.get(pk=there["page"]).get_latest_revision_as_object()
    before = getattr(area, field)
    first, *_, last = before.split()
    setattr(area, field, f"{first} – {last}")
    area.save_revision(user=User.objects.get(username="sacha"))
    page.fill(f"[name={field}]", f"{last.capitalize()} : {first}")
    page.keyboard.press("Control+s")
    page.locator(".saved-meanwhile, .messages").first.wait_for()
    page.wait_for_timeout(1500)
    setattr(area, field, before)
    area.save_revision(user=User.objects.get(username="camille"))
    return 0, 760


PICTURES = {  # name: who looks, and what at
    "front": ("camille", front),
    "page": ("camille", side_by_side),
    "picture": ("sacha", alternative_text),
    "milestone": ("camille", milestone),
    "preview": ("sacha", preview),
    "review": ("noor", review),
    "schedule": ("sacha", schedule),
    "two-people": ("camille", two_people),
}


def bottom(locator):
    box = locator.bounding_box()
    return int(box["y"] + box["height"])


def open_actions(page):
    """Open the menu beside the form's main button."""
    page.locator("footer [data-w-dropdown-target=toggle]:visible").last.click()
    page.wait_for_timeout(500)


def cropped(shot, top, end):
    import PIL.Image

    image = PIL.Image.open(io.BytesIO(shot))
    return image.crop((0, top, image.width, min(end, image.height)))


def take(names, url, there):
    """Take the pictures in each language of the portal."""
    from wagtail.users.models import UserProfile

    from portal import languages
    from portal.models import User

    with browser() as chromium:
        for code in languages.codes():
            for user in User.objects.filter(username__in=PEOPLE):
                profile = UserProfile.get_for_user(user)
                profile.preferred_language, profile.theme = code, "light"
                profile.save()
            for name in names:
                who, show = PICTURES[name]
                context = chromium.new_context(
                    base_url=url, locale=code, viewport={"width": WIDTH, "height": HEIGHT}
                )
                page = context.new_page()
                page.goto("/admin/login/")
                page.fill("[name=username]", who)
                page.fill("[name=password]", PASSWORD)
                page.click("[type=submit]")
                page.wait_for_url("**/admin/")
                top, end = show(page, there)
                page.wait_for_timeout(1500)
                page.set_viewport_size({"width": WIDTH, "height": max(end, HEIGHT)})
                page.wait_for_timeout(300)
                keep(cropped(page.screenshot(), top, end), FOLDER / code / f"{name}.png")
                context.close()


def main():
    names = sys.argv[1:] or list(PICTURES)
    with served(prepare) as (url, there):
        take(names, url, there)


if __name__ == "__main__":
    main()
