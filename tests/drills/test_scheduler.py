"""Nobody runs the recurring job for an hour: it is told, and made up for as soon as it runs."""

from uuid import uuid4

import pytest

from tests.caching.test_behind_nginx import AREA

pytestmark = [pytest.mark.long, pytest.mark.names_languages]

AN_HOUR_AGO = """
from datetime import timedelta
from django.utils import timezone
from portal.models import BasePage, Heartbeat
now = timezone.now()
Heartbeat.objects.update_or_create(pk=1, defaults={{"at": now - timedelta(hours=1)}})
page = BasePage.objects.get(slug_en="demilitarisation").specific
page.title_fr, page.title_en = "{0} fr", "{0} en"
page.save_revision(approved_go_live_at=now - timedelta(minutes=50))
"""


def ready(portal):
    return portal.ask("/readyz", port=portal.origin)


def test_what_was_to_be_published_meanwhile_is_told_and_then_done(portal, editor):
    title = f"Title {uuid4().hex[:8]}"
    portal.forget_editor()  # its database may have been gone meanwhile
    portal.do(AN_HOUR_AGO.format(title))

    assert ready(portal).status == 200
    assert '"status": "degraded"' in ready(portal).text
    assert "publish_scheduled last ran" in ready(portal).text
    assert f"{title} " in editor.get(portal.port, "/admin/").text
    for path in AREA.values():
        assert title not in portal.ask(path).text

    portal.manage("publish_scheduled")

    assert '"scheduler": "ok"' in ready(portal).text
    for code, path in AREA.items():
        assert f"<h1>{title} {code}</h1>" in portal.ask(path).text
