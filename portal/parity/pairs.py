"""Which texts are right together, and which one a change in another language has left behind.

Two texts are right together once they were written, or changed, in one save, or once the one that was
behind was changed too. What was found of a pair holds wherever it stands, and whenever it comes back. So
a block that is moved, an older revision, or the same text loaded again need no rule of their own.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import combinations, count

from portal.parity.rules import Rule
from portal.parity.states import as_read, fingerprint
from portal.texts import is_there

MOST_EARLIER = 100  # pairs of earlier texts, right or wrong, that are remembered of an object


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


class _Related:
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
        self._numbers, self._order, self._related = count(), {}, _Related()
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
        self.words |= _words([passage])
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


def learn(memory, public, saves):
    """Follow an object to its publication, and remember which of its texts are right together.

    :param public: the passages that visitors had until now, empty if they had none
    :param saves: the passages of each save since, the last of which visitors have now
    """
    learner = _Learner(memory, public)
    for passages in saves:
        learner.follow(passages)
    learner.finish()


@dataclass(frozen=True)
class _Row:
    """A pair as a save left it: right or not, the language that was written last, alone; both still there."""

    pair: Pair
    is_right: bool = True
    last: str | None = None
    is_there: bool = True


def _wrong(pair, code):
    """Return the row of a pair of which a language is behind."""
    return _Row(pair, is_right=False, last=pair.other(code)[0])


class _Learner:
    """Follows the pairs of an object from save to save."""

    def __init__(self, memory, public):
        self.memory = memory
        self.words = memory.words | _words(public)
        self.past = memory.was_behind | memory.behind
        self.written = {passage.place: _codes(passage) for passage in public}
        self.rows = [self._public_row(pair) for passage in public for pair in pairs_of(passage)]

    def _public_row(self, pair):
        """What is public counts as right, unless a text is known to be behind."""
        if code := self.memory.language_behind(pair):
            return _wrong(pair, code)
        known = self.memory.known.get(pair.texts, pair)
        self.memory.add(pair)
        return _Row(pair, last=self._copied(known))

    def _copied(self, pair):
        """Return the language that may have a copy of the other's text: if none is known, the later one."""
        is_copy = pair.is_alike and any(map(str.isalpha, self.words[pair.first[1]]))  # figures may be alike
        return (pair.copied or pair.codes[1]) if is_copy else None

    def follow(self, passages):
        """Take the next save."""
        self.words |= _words(passages)
        now = [pair for passage in passages for pair in pairs_of(passage)]
        self.kept = {pair.texts for pair in now}
        self.before = {row.pair.texts: row for row in self.rows}
        self.at_place = {(row.pair.place, row.pair.codes): row for row in self.rows}
        self.related = _Related()
        for row in self.rows:
            self.related.add(row.pair)
        places = {passage.place for passage in passages}
        whole = {(pair.place, pair.codes) for pair in now}
        # a text that a draft has emptied may be written again
        emptied = [row for place, row in self.at_place.items() if place[0] in places and place not in whole]
        self.rows = [*map(self._row, now), *(replace(row, is_there=False) for row in emptied)]
        self.written = {passage.place: _codes(passage) for passage in passages}

    def _row(self, pair):
        if pair.texts in self.before:
            return replace(self.before[pair.texts], pair=pair, is_there=True)
        if pair.texts in self.memory.known and not pair.is_alike:
            return _Row(pair)
        if code := self.memory.wrong.get(pair.texts):
            return _wrong(pair, code)
        earlier = self._earlier(pair)
        return self._changed(pair, earlier) if earlier else self._written(pair)

    def _earlier(self, pair):
        """Return the row that a pair was made from: at its place, else one that shares a text."""
        here = self.at_place.get((pair.place, pair.codes))
        if here and pair.stayed(here.pair):
            return here
        is_new = pair.place not in self.written  # a new block or child, perhaps a copy of another
        if pair.is_named and not is_new:
            return None
        gone, kept = [], []
        for each in self.related.of(pair):
            if each.texts not in self.kept and (is_new or each.shape == pair.shape):
                gone.append(each)
            elif is_new and each.shape == pair.shape:
                kept.append(each)
        if found := next(iter(gone + kept), None):
            return self.before[found.texts]
        origin = self.memory.origin(pair) if is_new else None
        return origin and _Row(origin)

    def _changed(self, pair, earlier):
        """Return what has become of a row of which one text has changed."""
        changed = pair.other(pair.stayed(earlier.pair))[0]
        if pair.is_alike:
            return _Row(pair, last=changed)
        # the same language again changes nothing; another one has followed, or leaves it behind
        is_right = earlier.is_right if changed == earlier.last else not earlier.is_right
        if earlier.is_right and not is_right:
            self.memory.add(replace(earlier.pair, place=pair.place))
        return _Row(pair, is_right, changed)

    def _written(self, pair):
        """Return the row of a pair of which both texts are new, or one was not there."""
        new = [code for code in pair.codes if code not in self.written.get(pair.place, ())]
        last = new[0] if len(new) == 1 else None
        origin = self.memory.origin(pair)
        if last and not pair.is_alike and origin and pair.stayed(origin) == last:
            return _wrong(pair, last)  # an old text is there again
        return _Row(pair, last=last or self._copied(pair))

    def finish(self):
        """Remember what is right now, what the rest was made from, and some of what was before."""
        rows = [row for row in self.rows if row.is_there]
        now = [
            replace(row.pair, copied=row.last if row.pair.is_alike else None) for row in rows if row.is_right
        ]
        behind = {row.pair: row.pair.other(row.last)[0] for row in rows if not row.is_right}
        past = {pair: code for pair, code in self.past.items() if pair not in behind}
        there = set(now)
        before = [pair for pair in dict.fromkeys(reversed(self.memory.right)) if pair not in there][::-1]
        self.memory.keep([*before, *now], behind, dict([*past.items()][-MOST_EARLIER:]))
        origins = {self.memory.origin(*each) for each in behind.items()}
        lost = {pair for pair in before[:-MOST_EARLIER] if pair not in origins}
        self.memory.keep(
            [pair for pair in self.memory.right if pair not in lost], behind, self.memory.was_behind
        )
        needed = {text for pair in {*now, *origins} - {None} for _code, text in pair.texts}
        self.memory.words = {text: words for text, words in self.words.items() if text in needed}


def _codes(passage):
    return {code for code, text in passage.values.items() if is_there(text)}


def _words(passages):
    """Return what there is to read of passages that may be behind, by fingerprint."""
    return {
        fingerprint(passage.values[code]): as_read(passage.values[code])
        for passage in passages
        if passage.rule is Rule.BOTH
        for code in _codes(passage)
    }
