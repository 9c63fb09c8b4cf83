"""Which texts are right together, and which one a change in another language has left behind.

Two texts are right together once they were written, or changed, in one save, or once the one that was
behind was changed too; they stay so wherever they stand. So a block that is moved, an older revision, or
the same text loaded again need no rule of their own.
"""

from dataclasses import dataclass, replace
from itertools import combinations

from portal.parity.rules import Rule
from portal.parity.states import fingerprint, may_be_untranslated, readable
from portal.texts import is_there

MOST = 100  # pairs of earlier texts that are remembered of an object


@dataclass(frozen=True)
class Pair:
    """One text in two languages: where it stands, and the (code, fingerprint) of each."""

    place: str
    first: tuple
    second: tuple

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


class Memory:
    """What is remembered of the texts of one object.

    ``pairs`` were right together, oldest first; ``copies`` are the fingerprints of texts that editors left
    alike on purpose; ``texts`` are the words of the pairs, by fingerprint; ``revision`` is the number of
    the last one that was followed.
    """

    def __init__(self, pairs=(), copies=(), texts=None, revision=0):
        self.pairs = list(pairs)
        self.copies = set(copies)
        self.texts = texts or {}
        self.revision = revision
        self._known = {pair.texts for pair in self.pairs}

    def is_right(self, pair):
        """Tell whether two texts are right together."""
        return pair.is_alike or pair.texts in self._known

    def origin(self, pair):
        """Return what a pair was before one of its texts changed, ``None`` if it is a new one."""
        related = [each for each in reversed(self.pairs) if pair.stayed(each)]
        return next((each for each in related if each.place == pair.place), related[0] if related else None)

    def behind(self, passage):
        """Return what a passage has behind: by code of language, what the others said when it was right.

        :return: mapping of code to a mapping of the other language's code to the fingerprint of its text
        """
        found = {}
        for pair in pairs_of(passage):
            if not self.is_right(pair) and (origin := self.origin(pair)):
                code = pair.stayed(origin)
                found.setdefault(code, {}).update([origin.other(code)])
        return found

    def settle(self, passage, code):
        """Remember that the text of a passage in a language is right together with the others."""
        now = [pair for pair in pairs_of(passage) if code in pair.codes]
        self.keep([*(pair for pair in self.pairs if pair not in now), *now], self.texts | _words([passage]))

    def keep(self, pairs, texts):
        """Replace what is remembered, but for words that belong to no pair."""
        self.pairs = pairs
        self._known = {pair.texts for pair in pairs}
        needed = dict.fromkeys(text for pair in pairs for _code, text in pair.texts)
        self.texts = {text: texts[text] for text in needed if text in texts}


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
    """A pair as a save left it: right or not, and the language that was written last, alone."""

    pair: Pair
    is_right: bool = True
    last: str | None = None


class _Learner:
    """Follows the pairs of an object from save to save."""

    def __init__(self, memory, public):
        self.memory = memory
        self.right = list(memory.pairs)
        self.words = dict(memory.texts)
        self.rows = [self._public_row(pair) for passage in public for pair in pairs_of(passage)]
        self._note(public)

    def _note(self, passages):
        self.words |= _words(passages)
        self.written = {passage.place: _codes(passage) for passage in passages}

    def _public_row(self, pair):
        """What is public counts as right, unless a text is known to be behind."""
        origin = None if self.memory.is_right(pair) else self.memory.origin(pair)
        if origin:
            return _Row(pair, is_right=False, last=pair.other(pair.stayed(origin))[0])
        self.right.append(pair)
        return _Row(pair)

    def follow(self, passages):
        """Take the next save."""
        now = [(passage, pair) for passage in passages for pair in pairs_of(passage)]
        kept = {pair.texts for _passage, pair in now}
        before = {row.pair.texts: row for row in self.rows}
        rows = []
        for passage, pair in now:
            if pair.texts in before:
                rows.append(replace(before[pair.texts], pair=pair))
            elif self.memory.is_right(pair):
                rows.append(_Row(pair))
            else:
                rows.append(self._changed(pair, self._earlier(pair, kept), passage))
        self.rows = rows
        self._note(passages)

    def _earlier(self, pair, kept):
        """Return the row that a pair was made from: at its place, else one that shares a text."""
        related = [row for row in self.rows if pair.stayed(row.pair)]
        if pair.place not in self.written:  # a new block, perhaps a copy of another
            origin = self.memory.origin(pair)
            return next(iter(related), origin and _Row(origin))
        here = (row for row in related if row.pair.place == pair.place)
        moved = (row for row in related if row.pair.texts not in kept)
        return next(here, next(moved, None))

    def _changed(self, pair, earlier, passage):
        """Return what has become of a row."""
        if earlier is None:  # both texts are new, or one of them was not there
            written = {code for code in pair.codes if code not in self.written.get(pair.place, ())}
            return _Row(pair, last=written.pop() if len(written) == 1 else None)
        stayed = pair.stayed(earlier.pair)
        changed = pair.other(stayed)[0]
        if earlier.pair.is_alike and stayed == pair.codes[0] and may_be_untranslated(passage.values[stayed]):
            return _Row(pair, last=changed)  # a copy that has been translated
        is_right = earlier.is_right == (earlier.last == changed)
        if earlier.is_right and not is_right:
            self.right.append(replace(earlier.pair, place=pair.place))
        return _Row(pair, is_right, changed)

    def finish(self):
        """Remember what is right now, what the rest was made from, and some of what was right before."""
        now = dict.fromkeys(row.pair for row in self.rows if row.is_right)
        earlier = [pair for pair in dict.fromkeys(reversed(self.right)) if pair not in now][::-1]
        self.memory.keep([*earlier, *now], self.words)
        origins = {self.memory.origin(row.pair) for row in self.rows if not row.is_right}
        kept = [pair for pair in earlier[:-MOST] if pair in origins] + earlier[-MOST:]
        self.memory.keep([*kept, *now], self.words)


def _codes(passage):
    return {code for code, text in passage.values.items() if is_there(text)}


def _words(passages):
    """Return what there is to read of passages that may be behind, by fingerprint."""
    return {
        fingerprint(passage.values[code]): readable(passage.values[code])
        for passage in passages
        if passage.rule is Rule.BOTH
        for code in _codes(passage)
    }
