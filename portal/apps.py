"""The portal's base application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save, pre_delete
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self):
        from wagtail.admin.ui.editing_sessions import EditingSessionsList
        from wagtail.models import ReferenceIndex
        from wagtail.signals import published

        from portal import renditions, translators, tree
        from portal.models import PortalImage, PortalSettings
        from portal.parity import gate, memory
        from portal.parity.survey import kinds

        EditingSessionsList.template_name = "portal/editor/sessions.html"
        tree.guard_actions()
        translators.guard()
        gate.guard_publication()
        memory.follow_copies()
        for model in kinds():
            pre_delete.connect(memory.forget, sender=model)
        renditions.write_avif_quickly()
        post_save.connect(renditions.make_of_saved, sender=PortalImage)
        published.connect(renditions.make_of_published)
        # Wagtail does not ask settings what they lead to
        ReferenceIndex.register_model(PortalSettings)
        post_migrate.connect(tree.fill_languages, sender=self)
        post_migrate.connect(tree.name_default_site, sender=self)
        post_migrate.connect(translators.make_permissions, sender=self)
