"""Which texts are right together, and which one a change in another language has left behind.

Two texts are right together once they were written, or changed, in one save, or once the one that was
behind was changed too. What was found of a pair holds wherever it stands, and whenever it comes back. So
a block that is moved, an older revision, or the same text loaded again need no rule of their own.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations, count

from portal.parity.rules import Rule
from portal.parity.states import as_read, fingerprint
from portal.texts import is_there


@dataclass(frozen=True)
class Pair:
    """One text in two languages: where it stands, and the (code, fingerprint) of each.

    ``copied`` is the code of the language that was given the other's text, if that is known.
    """

    place: str
    first: tuple
    second: tuple
    copied: str | None = field(default=None, compare=False)

    @property
    def texts(self):
        """What makes it the same pair at another place."""
        return self.first, self.second

    @property
    def codes(self):
        return self.first[0], self.second[0]

    @property
    def is_alike(self):
        """Whether both languages say the same."""
        return self.first[1] == self.second[1]

    @property
    def is_named(self):
        """Whether its place tells it from its neighbours: a block has an id, a saved child a key."""
        return ":+" not in self.place

    @property
    def shape(self):
        """Its place without what names one of several blocks or children."""
        return re.sub(":[^/]*", "", self.place)

    def other(self, code):
        """Return the side that is not in a language."""
        return self.second if self.first[0] == code else self.first

    def stayed(self, earlier):
        """Return the code of the language whose text alone is that of an earlier pair, else ``None``."""
        same = [side[0] for side in self.texts if side in earlier.texts]
        return same[0] if len(same) == 1 and self.codes == earlier.codes else None


def pairs_of(passage):
    """Return the pairs of a passage, one for each two languages that have it."""
    if passage.rule is not Rule.BOTH:
        return []
    sides = [(code, fingerprint(text)) for code, text in passage.values.items() if is_there(text)]
    return [Pair(passage.place, *two) for two in combinations(sides, 2)]


class Related:
    """Finds which of some pairs share one text with another pair."""

    def __init__(self):
        self._by_text = defaultdict(list)

    def add(self, pair):
        for side in pair.texts:
            self._by_text[side].append(pair)

    def of(self, pair):
        """Yield the pairs, the latest first for each language."""
        for side in pair.texts:
            yield from (each for each in reversed(self._by_text.get(side, ())) if pair.stayed(each))


class Memory:
    """What is remembered of the texts of one object.

    ``right`` are pairs that were right together, oldest first. ``behind`` are those that are public and are
    not, ``was_behind`` those that once were: each with the code of the language that is behind. ``words``
    are what the texts say that are right now, or were until another changed, by fingerprint. ``copies`` are
    the fingerprints of texts that editors left alike on purpose, ``revision`` is the number of the last one
    that was followed.
    """

    def __init__(self, right=(), behind=None, was_behind=None, words=None, copies=(), revision=0):
        self.words = words or {}
        self.copies = set(copies)
        self.revision = revision
        self.keep(right, behind or {}, was_behind or {})

    def keep(self, right, behind, was_behind):
        """Replace the pairs that are remembered."""
        self.right = list(dict.fromkeys(right))
        self.known = {pair.texts: pair for pair in self.right}
        self.behind, self.was_behind = (
            {pair: code for pair, code in pairs.items() if pair.texts not in self.known}
            for pairs in (behind, was_behind)
        )
        self.wrong = {pair.texts: code for pair, code in (self.was_behind | self.behind).items()}
        self._behind_at = defaultdict(list)
        for pair in self.behind:
            self._behind_at[pair.place].append(pair)
        self._numbers, self._order, self._related = count(), {}, Related()
        for pair in self.right:
            self._put_in_order(pair)

    def add(self, pair):
        """Remember that two texts are right together."""
        self.right.append(pair)
        self.known[pair.texts] = pair
        self._put_in_order(pair)

    def _put_in_order(self, pair):
        self._related.add(pair)
        self._order[pair] = next(self._numbers)

    def settle(self, passage, code):
        """Remember that the text of a passage in a language is right together with the others."""
        now = [pair for pair in pairs_of(passage) if code in pair.codes]
        self.words |= words_of([passage])
        self.keep([*(pair for pair in self.right if pair not in now), *now], self.behind, self.was_behind)

    def left_behind(self, passage, is_public):
        """Return what a passage has behind: by code of language, what the others said when it was right.

        :param is_public: whether visitors have it; what only a draft has changed leaves nothing behind
        :return: mapping of code to a mapping of the other language's code to the fingerprint of its text,
            ``None`` where that is forgotten
        """
        found = {}
        for pair in pairs_of(passage):
            if code := self.language_behind(pair, is_public):
                origin = self.origin(pair, code)
                other = pair.other(code)[0]
                found.setdefault(code, {})[other] = origin and origin.other(code)[1]
        return found

    def language_behind(self, pair, is_public=True):
        """Return the code of the language of a pair that is behind, ``None`` if it is right."""
        if pair.is_alike or pair.texts in self.known:
            return None
        for public in self._behind_at.get(pair.place, ()):
            code = self.behind[public]
            if pair == public or pair.stayed(public) == code:  # as long as the one behind has not changed
                return code
        if not is_public:
            return None
        if pair.texts in self.wrong:
            return self.wrong[pair.texts]
        origin = self.origin(pair)  # it became public in a way that is not followed
        return origin and pair.stayed(origin)

    def origin(self, pair, code=None):
        """Return what a pair was before one of its texts changed, ``None`` if it is a new one.

        It is what stood at the same place last, else in another block or child of the same sort.

        :param code: the language whose text stayed, if it is known
        """
        found = [
            each
            for each in self._related.of(pair)
            if each.shape == pair.shape and code in (None, pair.stayed(each))
        ]
        return max(found, key=lambda each: (each.place == pair.place, self._order[each]), default=None)


def codes_of(passage):
    return {code for code, text in passage.values.items() if is_there(text)}


def words_of(passages):
    """Return what there is to read of passages that may be behind, by fingerprint."""
    return {
        fingerprint(passage.values[code]): as_read(passage.values[code])
        for passage in passages
        if passage.rule is Rule.BOTH
        for code in codes_of(passage)
    }
