"""Take the pictures of the guide anew, in each of the portal's languages, from the shipped content.

Run it in the repository, with the packages of requirements-dev.txt and a Chromium (``playwright install
chromium``, or the system's)::

    .venv/bin/python docs/guide/screenshots.py [picture …]

It makes a database of its own in a temporary folder, and there some work that is half done; it changes no
other. It writes docs/guide/<language>/<picture>.png, or only the pictures that are named. Look at them before
you commit.
"""

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
WIDTH, HEIGHT = 1280, 860
PASSWORD = "guide"  # noqa: S105 (of a database that is thrown away)
PEOPLE = {"camille": "Editors", "noor": "Translators into English", "sacha": "Publishers"}


def prepare():
    """Load what ships; leave one page unfinished, one in review, one awaiting approval."""
    from django.conf import settings
    from django.contrib.auth.models import Group
    from django.core.management import call_command
    from wagtail.models import Site, Workflow

    from cooperation.models import AreaPage, ProjectPage
    from portal import languages
    from portal.models import Heartbeat, User
    from timeline.models import Milestone

    call_command("migrate", verbosity=0)
    call_command("loaddata", "newsroom", "belarus", "milestones", verbosity=0)
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


def keep(shot, name, code, top, end):
    """Write a picture, cropped, in as few colours as it takes."""
    import PIL.Image

    image = PIL.Image.open(io.BytesIO(shot)).convert("RGB")
    image = image.crop((0, top, image.width, min(end, image.height)))
    file = FOLDER / code / f"{name}.png"
    file.parent.mkdir(exist_ok=True)
    image.quantize(128, dither=PIL.Image.Dither.NONE).save(file, optimize=True)
    sys.stdout.write(
        f"{file.relative_to(ROOT)}: {image.width} × {image.height}, {file.stat().st_size // 1024} kB\n"
    )


def take(names, url, there):
    """Take the pictures in each language of the portal."""
    from playwright.sync_api import sync_playwright
    from wagtail.users.models import UserProfile

    from portal import languages
    from portal.models import User

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for code in languages.codes():
            for user in User.objects.filter(username__in=PEOPLE):
                profile = UserProfile.get_for_user(user)
                profile.preferred_language, profile.theme = code, "light"
                profile.save()
            for name in names:
                who, show = PICTURES[name]
                context = browser.new_context(
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
                keep(page.screenshot(), name, code, top, end)
                context.close()
        browser.close()


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def main():
    names = sys.argv[1:] or list(PICTURES)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        os.environ |= {
            "BASE_URL": f"http://127.0.0.1:{port}",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "DEBUG": "on",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "on",  # Playwright runs a loop in this thread
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "EMAIL_URL": "dummymail://",
            "ENV_FILE": os.devnull,
            "MEDIA_ROOT": f"{folder}/media",
            "SECRET_KEY": "of a database that is thrown away",
        }
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        there = prepare()
        command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
        server = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603
        try:
            for _second in range(60):
                try:
                    urlopen(f"http://127.0.0.1:{port}/admin/login/")  # noqa: S310 (our own server)
                    break
                except (URLError, ConnectionError):
                    time.sleep(1)
            take(names, f"http://127.0.0.1:{port}", there)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
