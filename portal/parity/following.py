"""How it is learnt which texts are right together: by following an object from save to save."""

from dataclasses import dataclass, replace

from portal.parity.pairs import Pair, Related, codes_of, pairs_of, words_of

MOST_EARLIER = 100  # pairs of earlier texts, right or wrong, that are remembered of an object


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
        self.words = memory.words | words_of(public)
        self.past = memory.was_behind | memory.behind
        self.written = {passage.place: codes_of(passage) for passage in public}
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
        self.words |= words_of(passages)
        now = [pair for passage in passages for pair in pairs_of(passage)]
        self.kept = {pair.texts for pair in now}
        self.before = {row.pair.texts: row for row in self.rows}
        self.at_place = {(row.pair.place, row.pair.codes): row for row in self.rows}
        self.related = Related()
        for row in self.rows:
            self.related.add(row.pair)
        places = {passage.place for passage in passages}
        whole = {(pair.place, pair.codes) for pair in now}
        # a text that a draft has emptied may be written again
        emptied = [row for place, row in self.at_place.items() if place[0] in places and place not in whole]
        self.rows = [*map(self._row, now), *(replace(row, is_there=False) for row in emptied)]
        self.written = {passage.place: codes_of(passage) for passage in passages}

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
