"""A shared cache whose failure fails nobody: what it does not answer counts as not there."""

import logging
import time
from functools import wraps

from django.core.cache.backends.redis import RedisCache as DjangoRedisCache
from redis import RedisError

from portal.caching import clock

logger = logging.getLogger(__name__)

# seconds for which a cache that failed is not asked again, so that readers do not wait for it one by one
PAUSE = 5


def _forgiving(name, instead):
    """Return a method of the cache that answers with what ``instead()`` returns when the cache does not."""
    method = getattr(DjangoRedisCache, name)

    @wraps(method)
    def ask(cache, *args, **kwargs):
        if time.monotonic() < RedisCache.silent_until:
            return instead(*args, **kwargs)
        try:
            answer = method(cache, *args, **kwargs)
        except (RedisError, OSError) as error:
            RedisCache.silent_until, RedisCache.was_silent = time.monotonic() + PAUSE, True
            logger.warning("the cache does not answer, pages are made without it: %s", error)
            return instead(*args, **kwargs)
        if RedisCache.was_silent:  # somebody may have had no way to tell it of a change
            RedisCache.was_silent = False
            clock.turn()
            return instead(*args, **kwargs)
        return answer

    return ask


class RedisCache(DjangoRedisCache):
    """Django's, but pages are made without it while it is gone or hangs."""

    # for all threads of this process
    silent_until, was_silent = 0.0, False

    get = _forgiving("get", lambda key, default=None, version=None: default)
    get_many = _forgiving("get_many", lambda keys, version=None: {})
    has_key = _forgiving("has_key", lambda key, version=None: False)
    add = _forgiving("add", lambda *args, **kwargs: False)
    set = _forgiving("set", lambda *args, **kwargs: None)
    set_many = _forgiving("set_many", lambda data, *args, **kwargs: list(data))
    touch = _forgiving("touch", lambda *args, **kwargs: False)
    delete = _forgiving("delete", lambda *args, **kwargs: False)
    delete_many = _forgiving("delete_many", lambda *args, **kwargs: None)
    clear = _forgiving("clear", lambda *args, **kwargs: False)
