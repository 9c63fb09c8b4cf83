"""The portal's base application."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self):
        from wagtail.admin.ui.editing_sessions import EditingSessionsList
        from wagtail.models import CollectionViewRestriction, PageViewRestriction, ReferenceIndex
        from wagtail.signals import post_page_move, published, unpublished

        from portal import renditions, translators, tree
        from portal.caching import changes, checks  # noqa: F401
        from portal.models import PortalImage, PortalSettings
        from portal.parity import gate, memory
        from portal.parity.survey import kinds
        from portal.search import indexing

        EditingSessionsList.template_name = "portal/editor/sessions.html"
        tree.guard_actions()
        translators.guard()
        gate.guard_publication()
        memory.follow_copies()
        for model in kinds():
            pre_delete.connect(memory.forget, sender=model)
        changes.follow()
        renditions.write_avif_quickly()
        post_save.connect(renditions.make_of_saved, sender=PortalImage)
        published.connect(renditions.make_of_published)
        for model in indexing.searched_models():
            for each in [model, *indexing.heirs(model)]:
                post_save.connect(indexing.follow, sender=each)
                post_delete.connect(indexing.follow, sender=each)
        for signal in (published, unpublished):
            signal.connect(indexing.follow_publication)
        post_page_move.connect(indexing.follow_below)
        for restriction in (PageViewRestriction, CollectionViewRestriction):
            post_save.connect(indexing.follow_restriction, sender=restriction)
            post_delete.connect(indexing.follow_restriction, sender=restriction)
        # Wagtail does not ask settings what they lead to
        ReferenceIndex.register_model(PortalSettings)
        post_migrate.connect(tree.fill_languages, sender=self)
        post_migrate.connect(tree.name_default_site, sender=self)
        post_migrate.connect(translators.make_permissions, sender=self)
        post_migrate.connect(indexing.fill, sender=self)
