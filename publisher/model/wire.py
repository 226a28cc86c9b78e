"""Reading outside JSON at the door: typed getters that name the wrong field in the error."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TypeVar

from publisher.errors import CatalogueError

T = TypeVar("T")
E = TypeVar("E", bound=Enum)


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON object together with the path to it, for errors that can be mended."""

    data: Mapping[str, object]
    path: str = "$"

    @classmethod
    def of(cls, value: object, path: str = "$") -> "Node":
        """Wrap a JSON value that has to be an object."""
        if not isinstance(value, Mapping):
            raise CatalogueError(f"{path} must be an object, but is {type(value).__name__}")
        return cls(value, path)

    def text(self, key: str) -> str:
        """Return a text field."""
        value = self._get(key)
        if not isinstance(value, str):
            raise self._wrong(key, "text", value)
        return value

    def optional_text(self, key: str) -> str | None:
        """Return a text field that may be null or missing."""
        return None if self.data.get(key) is None else self.text(key)

    def whole(self, key: str) -> int:
        """Return a whole number."""
        value = self._get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._wrong(key, "a whole number", value)
        return value

    def flag(self, key: str) -> bool:
        """Return true or false."""
        value = self._get(key)
        if not isinstance(value, bool):
            raise self._wrong(key, "true or false", value)
        return value

    def instant(self, key: str) -> datetime:
        """Return an instant; a time without an offset is refused."""
        return self._instant(self.text(key), key)

    def instants(self, key: str) -> tuple[datetime, ...]:
        """Return a list of instants."""
        return tuple(self._instant(text, key) for text in self.texts(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        values = self._list(key)
        texts = tuple(value for value in values if isinstance(value, str))
        if len(texts) != len(values):
            raise self._wrong(key, "a list of texts", values)
        return texts

    def node(self, key: str) -> "Node":
        """Return an object."""
        return Node.of(self._get(key), f"{self.path}.{key}")

    def nodes(self, key: str) -> tuple["Node", ...]:
        """Return a list of objects."""
        values = self._list(key)
        return tuple(Node.of(v, f"{self.path}.{key}[{n}]") for n, v in enumerate(values))

    def entries(self, key: str) -> tuple[tuple[str, "Node"], ...]:
        """Return the members of an object of objects."""
        inner = self.node(key)
        return tuple((name, inner.node(name)) for name in inner.data)

    def choice(self, key: str, kind: type[E]) -> E:
        """Return a member of an enumeration by its recorded value."""
        value = self.text(key)
        try:
            return kind(value)
        except ValueError:
            words = ", ".join(str(member.value) for member in kind)
            raise CatalogueError(
                f"{self.path}.{key} is `{value}`, which is none of: {words}"
            ) from None

    def optional(self, key: str, read: Callable[[str], T]) -> T | None:
        """Return `read(key)`, or None where the field is null or missing."""
        return None if self.data.get(key) is None else read(key)

    def _get(self, key: str) -> object:
        if key not in self.data:
            raise CatalogueError(f"{self.path}.{key} is missing")
        return self.data[key]

    def _list(self, key: str) -> list[object]:
        value = self._get(key)
        if not isinstance(value, list):
            raise self._wrong(key, "a list", value)
        return value

    def _instant(self, text: str, key: str) -> datetime:
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            raise self._wrong(key, "an instant like 2026-03-01T00:00:00+00:00", text) from None
        if instant.tzinfo is None:
            raise self._wrong(key, "an instant with its offset", text)
        return instant.astimezone(UTC)

    def _wrong(self, key: str, wanted: str, value: object) -> CatalogueError:
        shown = str(value)[:60] if isinstance(value, str) else type(value).__name__
        return CatalogueError(f"{self.path}.{key} must be {wanted}, but is {shown}")


def instant_text(instant: datetime) -> str:
    """Return an aware instant in UTC as ISO 8601 with whole seconds kept as given."""
    return instant.astimezone(UTC).isoformat()
