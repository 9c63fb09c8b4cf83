"""The language of an answer."""

from django.middleware.locale import LocaleMiddleware as DjangoLocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers


class LocaleMiddleware(DjangoLocaleMiddleware):
    """Django's, less its redirect of unknown addresses: only ``/`` negotiates a language.

    An address under a language's prefix is answered in that language whoever asks; any other
    address that does not exist is a 404 page in every language at once, not a guess.
    """

    def process_response(self, request, response):
        response.headers.setdefault("Content-Language", translation.get_language())
        if not translation.get_language_from_path(request.path_info):
            patch_vary_headers(response, ("Accept-Language",))
        return response
