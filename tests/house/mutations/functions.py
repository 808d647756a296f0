"""Every public rule of the policies, found by looking, and how one is replaced in place.

The code of the function itself is exchanged, so whoever imported it, keeps it in a table or hands
it to a flow meets the replacement. This serves the proof that the tests notice a weaker rule; no
test of a rule replaces anything.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

from rectification import policies
from rectification.policies.chains import Rule

_SLOT: Final = "__replaced__"
_METHODS: Final = (FunctionType, property, cached_property, classmethod, staticmethod)


@dataclass(frozen=True)
class Policy:
    """One public function or method; `place` is how the lists name it: module and function."""

    place: str
    wrapper: Any
    function: FunctionType

    @property
    def module(self) -> str:
        return self.place.split(".")[0]

    def replace(self, by: Callable[..., Any]) -> None:
        """From now on `by(original, …)` is called; for good, in a process of its own."""
        kept = _copy(self.function)
        slots = self.function.__globals__.setdefault(_SLOT, {})
        slots[self.place] = lambda *args, **given: by(kept, *args, **given)
        self.function.__code__ = _trampoline(self.place)
        self.function.__defaults__ = self.function.__kwdefaults__ = None
        if hasattr(self.wrapper, "cache_clear"):
            self.wrapper.cache_clear()


class RuleAsData(Policy):
    """A chain of offices that is kept as data; the object is asked as a function is."""

    def replace(self, by: Callable[..., Any]) -> None:
        kept = copy(self.wrapper)
        replaced = type("Replaced", (Rule,), {"__call__": lambda _rule, case: by(kept, case)})
        object.__setattr__(self.wrapper, "__class__", replaced)


def _copy(function: FunctionType) -> FunctionType:
    kept = FunctionType(
        function.__code__, function.__globals__, function.__name__, function.__defaults__
    )
    kept.__kwdefaults__ = function.__kwdefaults__
    return kept


def _trampoline(place: str) -> CodeType:
    name = "".join(c if c.isalnum() else "_" for c in place)
    source = f"def {name}(*args, **given): return {_SLOT}[{place!r}](*args, **given)"
    made: dict[str, Any] = {}
    exec(source, made)
    code: CodeType = made[name].__code__
    return code


def policies_of_the_house() -> list[Policy]:
    return [policy for module in _modules() for policy in _in_module(module)]


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(policies.__path__, f"{policies.__name__}."):
        yield importlib.import_module(found.name)


def _in_module(module: ModuleType) -> Iterator[Policy]:
    area = module.__name__.removeprefix(f"{policies.__name__}.")
    for name, value in vars(module).items():
        place = f"{area}.{name}"
        if name.startswith("_"):
            continue
        if isinstance(value, Rule):
            yield RuleAsData(place, value, Rule.__call__)
        elif getattr(value, "__module__", None) == module.__name__:
            yield from _made_here(place, value)


def _made_here(place: str, value: Any) -> Iterator[Policy]:
    if isinstance(value, type):
        for method, wrapper in vars(value).items():
            if not method.startswith("_") and isinstance(wrapper, _METHODS):
                yield Policy(f"{place}.{method}", wrapper, _inner(wrapper))
    elif isinstance(function := inspect.unwrap(value), FunctionType):
        yield Policy(place, value, function)


def _inner(wrapper: Any) -> FunctionType:
    for name in ("fget", "func", "__func__"):
        wrapper = getattr(wrapper, name, None) or wrapper
    function: FunctionType = inspect.unwrap(wrapper)
    return function
