"""Take the pictures of the public pages anew: in each language, on telephone and desk, light and dark.

Run it in the repository, with the packages of requirements-dev.txt and a Chromium::

    make screenshots

It writes docs/screenshots/<page>-<language>-<screen>-<theme>.png. Look at them before you commit.
"""

import io
import sys
from itertools import product
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent))

from showing import browser, keep, served  # noqa: E402

SCREENS = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
THEMES = ["light", "dark"]
LONGEST = 2400  # pixels of a picture’s height


def main_pages():
    """Return the address of each main page in each language, by the name of its picture."""
    from wagtail.models import Site

    from cooperation.models import AreaPage, ProjectPage
    from portal import languages
    from timeline.models import TimelinePage

    pages = {
        "overview": Site.objects.get().root_page,
        "area": AreaPage.objects.order_by("-numchild", "path").first(),
        "project": ProjectPage.objects.exclude(period="").order_by("path").first(),
        "timeline": TimelinePage.objects.get(),
    }
    return {
        (name, code): page.url_in(code) for (name, page), code in product(pages.items(), languages.codes())
    }


def main():
    import PIL.Image

    with served(main_pages) as (url, addresses), browser() as chromium:
        for screen, theme in product(SCREENS, THEMES):
            page = chromium.new_page(base_url=url, viewport=SCREENS[screen], color_scheme=theme)
            for (name, code), address in addresses.items():
                page.goto(address)
                image = PIL.Image.open(io.BytesIO(page.screenshot(full_page=True)))
                image = image.crop((0, 0, image.width, min(LONGEST, image.height)))
                keep(image, FOLDER / f"{name}-{code}-{screen}-{theme}.png")


if __name__ == "__main__":
    main()
