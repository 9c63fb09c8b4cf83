"""The portal's base application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_delete
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self):
        from wagtail.admin.ui.editing_sessions import EditingSessionsList
        from wagtail.models import ReferenceIndex

        from portal import renditions, translators, tree
        from portal.caching import changes, checks, concerned  # noqa: F401
        from portal.editor import structure
        from portal.forms import posted
        from portal.models import PortalSettings
        from portal.parity import gate, memory
        from portal.parity.survey import kinds
        from portal.search import indexing
        from portal.security import audit, nonce

        EditingSessionsList.template_name = "portal/editor/sessions.html"
        nonce.mark_scripts()
        posted.guard()
        tree.guard_actions()
        structure.guard_views()
        translators.guard()
        gate.guard_publication()
        memory.follow_copies()
        for model in kinds():
            pre_delete.connect(memory.forget, sender=model)
        renditions.write_avif_quickly()
        for subject in (changes, concerned, indexing, renditions, audit):
            subject.connect()
        # Wagtail does not ask settings what they lead to
        ReferenceIndex.register_model(PortalSettings)
        for act in (tree.fill_languages, tree.name_default_site, translators.make_permissions, indexing.fill):
            post_migrate.connect(act, sender=self)
