"""How alike two clauses are, by the words they share; rare words find the candidates."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from publisher.compare.words import normalise, split_norms
from publisher.model.clause import Clause, ClauseKind

CANDIDATES = 12
"""So many clauses are looked at for each clause of a long stretch."""

_LITTLE_WEIGHT, _FULL_WEIGHT = 25, 100
_SHORT = 3
_COMMON = frozenset(
    {"with", "that", "this", "from", "your", "will", "have", "such", "when", "which", "these"}
    | {"they", "their", "been", "also", "other", "shall", "where", "about", "information", "data"}
)


@dataclass(slots=True)
class Side:
    """The clauses of one text, prepared for aligning.

    `keys` are the normalised texts; `times` says how often each of them stands in the text.
    """

    clauses: Sequence[Clause]
    keys: Sequence[str] = field(init=False)
    times: Mapping[str, int] = field(init=False)
    sizes: Sequence[int] = field(init=False)

    def __post_init__(self) -> None:
        self.keys = [_key(clause) for clause in self.clauses]
        self.times = Counter(self.keys)
        self.sizes = [key.count(" ") + 1 for key in self.keys]

    def __len__(self) -> int:
        return len(self.clauses)

    def is_unique(self, index: int) -> bool:
        """Return whether the text of a clause stands only once."""
        return self.times[self.keys[index]] == 1


@dataclass(frozen=True)
class Bag:
    """The words of a text with their number and the weight of all together."""

    words: Mapping[str, int]

    @cached_property
    def weight(self) -> int:
        """The weight of all words."""
        return sum(word_weight(word) * times for word, times in self.words.items())

    def shared(self, other: "Bag") -> int:
        """Return the weight of the words that both hold."""
        small, large = sorted((self.words, other.words), key=len)
        return sum(
            word_weight(word) * min(times, large[word])
            for word, times in small.items()
            if word in large
        )


@dataclass(slots=True)
class Likeness:
    """Measures texts; remembers each, because boilerplate asks for the same ones again."""

    bags: dict[str, Bag] = field(default_factory=dict)
    known: dict[tuple[str, str], int] = field(default_factory=dict)

    def bag(self, key: str) -> Bag:
        """Return the words of a text."""
        found = self.bags.get(key)
        if found is None:
            found = self.bags[key] = Bag(Counter(split_norms(key)))
        return found

    def shared(self, old: str, new: str) -> int:
        """Return the weight of the words that two texts share."""
        pair = (old, new)
        if pair not in self.known:
            self.known[pair] = self.bag(old).shared(self.bag(new))
        return self.known[pair]

    def percent(self, old: str, new: str) -> int:
        """Return how alike two texts are: 100 for the same words, 0 for none in common."""
        total = self.bag(old).weight + self.bag(new).weight
        return 200 * self.shared(old, new) // total if total else 100 * (old == new)

    def cover(self, part: str, whole: str) -> int:
        """Return how many percent of a part stand in a whole."""
        weight = self.bag(part).weight
        return 100 * self.shared(part, whole) // weight if weight else 0

    def candidates(self, old: Sequence[str], new: Sequence[str]) -> Iterable[tuple[int, int]]:
        """Return pairs of places worth measuring, found by the words that few texts hold."""
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for place, key in enumerate(new):
            for word in self.bag(key).words:
                holders[word].append(place)
        for place, key in enumerate(old):
            votes: Counter[int] = Counter()
            rare = sorted(
                (word for word in self.bag(key).words if word in holders and word_weight(word)),
                key=lambda word: (len(holders[word]), word),
            )
            for word in rare[:CANDIDATES]:
                near = holders[word]
                for other in _nearest(near, place * len(new) // len(old), 4 * CANDIDATES):
                    votes[other] += word_weight(word) * 1000 // len(near)
            best = sorted(votes, key=lambda other: (-votes[other], abs(other - place), other))
            yield from ((place, other) for other in best[:CANDIDATES])


def word_weight(word: str) -> int:
    """Return what a word says about its clause: signs nothing, little words little."""
    if not any(map(str.isalnum, word)):
        return 0
    if word.isascii() and not word.isdigit() and (len(word) <= _SHORT or word in _COMMON):
        return _LITTLE_WEIGHT
    return _FULL_WEIGHT


def may_pair(old: Clause, new: Clause) -> bool:
    """Return whether two clauses are of kinds that turn into each other with edits in the text."""
    if old.kind is new.kind:
        return old.is_header == new.is_header
    return {old.kind, new.kind} == {ClauseKind.PARAGRAPH, ClauseKind.ITEM}


def _key(clause: Clause) -> str:
    """Return the text by which a clause is known; a picture without words is its target."""
    key = normalise(clause.text)
    return key or "\0".join(["", *(link.target for link in clause.links)])


def _nearest(places: Sequence[int], to: int, most: int) -> Sequence[int]:
    if len(places) <= most:
        return places
    return sorted(places, key=lambda place: (abs(place - to), place))[:most]
