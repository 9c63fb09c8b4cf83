"""What an object says of itself to the search."""

from portal.texts import plain


class Searched:
    """A bilingual object that visitors may find, in each language in which it is there for everybody."""

    # fields of which the texts are no part of what it says; the title is asked for by itself
    not_searched = {"title", "seo_title", "search_description"}

    @classmethod
    def findable(cls, code):
        """Return a query for the objects that everybody may read in a language."""
        raise NotImplementedError

    @classmethod
    def located(cls, pks, request):
        """Return where objects are, by their primary keys: the address, and what they lie in or ``None``."""
        raise NotImplementedError

    @classmethod
    def sections(cls, objects):
        """Return the page right below the front page in which some objects lie: its key, by theirs."""
        return {}

    @property
    def dated(self):
        """When it was last published."""
        return getattr(self, "last_published_at", None)

    def facts_in(self, code):
        """Return what it says in a language besides its texts: dates in words, names of countries."""
        return []

    def said_in(self, code):
        """Return its title and its text, truly in one language and without markup."""
        # imported here: what an object consists of is known once every model is
        from portal.parity.passages import passages

        texts = [
            passage.values.get(code)
            for passage in passages(self)
            if passage.is_block or passage.path[0] not in self.not_searched
        ]
        said = [*map(plain, texts), *self.facts_in(code)]
        return plain(self.in_language("title", code)), " · ".join(part for part in said if part)
