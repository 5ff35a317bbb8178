"""Frozen dataclasses that are cheap to make, as some four hundred are made at every start.

`dataclasses.dataclass` writes and compiles six methods for each. Here it only gathers the fields: what
all frozen classes do alike they share, and `__init__` waits for a first instance, which most never get.
To who uses such a class, or checks its types, it is the same.
"""

import dataclasses
from collections.abc import Callable, Sequence
from operator import attrgetter
from reprlib import recursive_repr
from types import FunctionType
from typing import TYPE_CHECKING, Any, cast

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls: type | None = None, /, **how: bool) -> Any:
        """As the one of `dataclasses`, which makes what can change or has no slots."""
        if how.get("frozen") and how.get("slots") and how.keys() <= {"frozen", "slots", "eq"}:
            return lambda plain: _value(plain, eq=how.get("eq", True))
        return dataclasses.dataclass(cls, **how)


def _value(plain: type, *, eq: bool) -> type:
    own = vars(plain)
    made: type = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(plain)
    methods = {**_SHARED, "__init__": _late(made)}
    if eq:
        methods |= _compared([field.name for field in dataclasses.fields(made) if field.compare])
    for name, method in methods.items():
        # A class that says how it is compared has None for `__hash__`, until it says that too.
        if own.get(name) is None:
            setattr(made, name, method)
    return made


def _late(cls: Any) -> Callable[..., None]:
    def begin(self: Any, *given: Any, **named: Any) -> None:
        cls.__init__ = _init_of(cls)
        cls.__init__(self, *given, **named)

    return begin


def _init_of(cls: Any) -> Callable[..., None]:
    """What `dataclasses` makes of the same fields."""
    fields = [(field.name, field.type, field) for field in dataclasses.fields(cls)]
    after = {"__post_init__": cls.__post_init__} if hasattr(cls, "__post_init__") else {}
    twin: Any = dataclasses.make_dataclass(
        cls.__name__, fields, namespace=after, frozen=True, repr=False, eq=False
    )
    made: Callable[..., None] = twin.__init__
    return made


def _compared(names: Sequence[str]) -> dict[str, Callable[..., Any]]:
    """Equal when of one class and equal in every field."""
    values: Callable[[Any], Any] = attrgetter(*names) if len(names) > 1 else _tuple_of(names)

    def equal(self: Any, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    return {"__eq__": equal, "__hash__": hashed}


def _tuple_of(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Of one name, too, for which `attrgetter` gives no tuple, and of none, which it refuses."""
    return lambda self: tuple(getattr(self, name) for name in names)


class _Frozen:
    """What every value does, whatever its fields."""

    @recursive_repr()
    def __repr__(self) -> str:
        fields = dataclasses.fields(cast("Any", self))
        told = (f"{field.name}={getattr(self, field.name)!r}" for field in fields if field.repr)
        return f"{self.__class__.__qualname__}({', '.join(told)})"

    def __setattr__(self, name: str, value: object) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def __getstate__(self) -> object:
        return [getattr(self, field.name) for field in dataclasses.fields(cast("Any", self))]

    def __setstate__(self, state: list[object]) -> None:
        for field, value in zip(dataclasses.fields(cast("Any", self)), state, strict=True):
            object.__setattr__(self, field.name, value)


_SHARED = {name: method for name, method in vars(_Frozen).items() if isinstance(method, FunctionType)}
