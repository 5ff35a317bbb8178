"""Our frozen dataclasses are those of `dataclasses`, made for less."""

import copy
import dataclasses
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from typing import Any

import pytest

from mentormatch import values


def _pair(**how: bool) -> tuple[type, type]:
    """The same class, made by us and by the standard library."""

    def made(maker: Callable[..., Any]) -> type:
        @maker(frozen=True, slots=True, **how)
        class Place:
            """Somewhere."""

            name: str
            secret: str = field(default="none", repr=False)
            tags: list[str] = field(default_factory=list)
            seen: int = field(default=0, compare=False)
            later: int = field(default=1, kw_only=True)

            @property
            def shouted(self) -> str:
                return self.name.upper()

        return Place

    return made(values.dataclass), made(dataclasses.dataclass)


def _refusal(cls: type, *given: object, **named: object) -> str:
    with pytest.raises(TypeError) as refusal:
        cls(*given, **named)
    return str(refusal.value).rpartition(".")[2]


def test_a_value_tells_itself_as_one_of_the_standard_library() -> None:
    for cls in _pair():
        assert repr(cls("a", secret="s", tags=["x"])).endswith("Place(name='a', tags=['x'], seen=0, later=1)")


def test_a_class_that_holds_itself_is_told_in_finite_words() -> None:
    for cls in _pair():
        place = cls("a")
        place.tags.append(place)
        assert "..." in repr(place)


def test_what_is_missing_or_too_much_is_refused_in_the_same_words() -> None:
    ours, theirs = _pair()
    assert _refusal(ours) == _refusal(theirs)
    assert _refusal(ours, "a", other=1) == _refusal(theirs, "a", other=1)
    assert _refusal(ours, "a", "b", [], 1, 2) == _refusal(theirs, "a", "b", [], 1, 2)


def test_no_field_can_be_set_or_deleted_nor_anything_added() -> None:
    for cls in _pair():
        place = cls("a")
        for name in ("name", "other"):
            with pytest.raises((FrozenInstanceError, TypeError)):
                setattr(place, name, "b")
            with pytest.raises((FrozenInstanceError, TypeError)):
                delattr(place, name)
        assert not hasattr(place, "__dict__")
        assert place.name == "a"


def test_values_are_equal_when_their_compared_fields_are() -> None:
    for cls in _pair():
        assert cls("a") == cls("a", seen=5)
        assert cls("a") != cls("b")
        assert cls("a") != ("a", "none", [], 0, 1)
        with pytest.raises(TypeError, match="unhashable"):
            hash(cls("a"))


@pytest.mark.parametrize("maker", [values.dataclass, dataclasses.dataclass])
@pytest.mark.parametrize("names", [(), ("one",), ("one", "two")])
def test_equal_values_have_one_hash_whatever_the_number_of_fields(
    maker: Callable[..., Any], names: tuple[str, ...]
) -> None:
    cls = maker(frozen=True, slots=True)(type("Few", (), {"__annotations__": dict.fromkeys(names, float)}))
    nothing = float("nan")
    first, second = cls(*(nothing for _ in names)), cls(*(nothing for _ in names))
    assert first == second
    assert hash(first) == hash(second) == hash(tuple(nothing for _ in names))


def test_a_class_compared_by_identity_says_so() -> None:
    for cls in _pair(eq=False):
        assert cls("a") != cls("a")
        assert hash(cls("a"))


def test_a_class_keeps_the_methods_that_it_has_of_its_own() -> None:
    @values.dataclass(frozen=True, slots=True)
    class Own:
        name: str

        def __repr__(self) -> str:
            return "own"

        def __eq__(self, other: object) -> bool:
            return self is not other

        def __hash__(self) -> int:
            return 7

    one = Own("a")
    assert repr(one) == "own"
    assert one == Own("b")
    assert hash(one) == 7


def test_what_the_standard_library_does_with_a_dataclass_it_does_with_ours() -> None:
    ours, theirs = _pair()
    for cls in (ours, theirs):
        place: Any = cls("a", tags=["x"])
        assert replace(place, name="b") == cls("b", tags=["x"])
        assert asdict(place) == {"name": "a", "secret": "none", "tags": ["x"], "seen": 0, "later": 1}
        assert copy.deepcopy(place) == place == copy.copy(place)
        assert copy.deepcopy(place).tags is not place.tags
        assert place.shouted == "A"
    described = [[(one.name, one.type, one.kw_only) for one in fields(cls)] for cls in (ours, theirs)]
    assert described[0] == described[1]
    # What `type` gives is any class, as mypy sees it.
    assert ours.__match_args__ == theirs.__match_args__  # type: ignore[attr-defined]
    assert ours.__doc__ == theirs.__doc__


def test_what_follows_the_making_of_a_value_is_done() -> None:
    noted = []

    @values.dataclass(frozen=True, slots=True)
    class Noted:
        name: str

        def __post_init__(self) -> None:
            noted.append(self.name)

    for name in ("a", "b"):
        Noted(name)
    assert noted == ["a", "b"]


def test_what_can_change_is_left_to_the_standard_library() -> None:
    @values.dataclass
    class Count:
        number: int = 0

    @values.dataclass(slots=True)
    class Slim:
        number: int = 0

    for changing in (Count(), Slim()):
        changing.number += 1
        assert changing.number == 1
        assert changing == replace(changing)


def test_a_class_that_is_never_used_compiles_nothing() -> None:
    ours, theirs = _pair()

    def compiled(cls: type) -> set[str]:
        methods = vars(cls).items()
        return {name for name, method in methods if "<string>" in str(getattr(method, "__code__", ""))}

    assert {"__init__", "__eq__"} <= compiled(theirs)
    assert not compiled(ours)
    ours("a")
    assert compiled(ours) == {"__init__"}
