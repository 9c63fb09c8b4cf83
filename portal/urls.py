"""Addresses: the admin, files, what is for machines, and every page under its language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal import health, sitemap, updates, views
from portal.components import show_components
from portal.search.views import search
from portal.site_map import site_map

handler400 = "portal.views.bad_request"
handler403 = "portal.views.forbidden"
handler404 = "portal.views.page_not_found"
handler500 = "portal.views.server_error"

in_development = [path("_components/", show_components)] if settings.DEBUG else []
urlpatterns = [
    *in_development,
    path("", views.choose_language, name="choose_language"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap_index"),
    path("sitemap-<section>.xml", sitemap.addresses, name="sitemap"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", views.media, name="media"),
    *i18n_patterns(
        *in_development,
        path(_("site-map/"), site_map, name="site_map"),
        path(_("search/"), search, name="search"),
        path("atom.xml", updates.feed, name="updates"),
        path("", include(wagtail_urls)),
        prefix_default_language=True,
    ),
]
