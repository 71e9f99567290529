"""Start Rasa without loading TensorFlow.

Rasa 3.6 imports TensorFlow wherever it imports a policy, though only DIET, TED and the response
selector use it and our pipeline has none of them. :func:`install` puts an import hook before the
real package: modules of the TensorFlow family become hollow ones whose attributes are empty
classes, enough for Rasa's base classes and annotations. Calling one raises ``TypeError`` at once.
Measured: start-up and resident memory fall by about 40% (``docs/performance.md``).
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Sequence
from typing import Any

__all__ = ["install"]

_FAMILY = frozenset(
    {"tensorflow", "keras", "tensorflow_text", "tensorflow_hub", "tensorflow_addons"}
)


class _HollowType(type):
    """Metaclass: every attribute of a hollow class is again a hollow class."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        child = _HollowType(name, (_Hollow,), {})
        setattr(cls, name, child)
        return child

    def __getitem__(cls, _item: Any) -> Any:
        return cls

    def __or__(cls, _other: Any) -> Any:
        return cls

    __ror__ = __or__


class _Hollow(metaclass=_HollowType):
    """Stands where a TensorFlow class would; decorators hand the function through."""

    _DECORATORS = ("function", "register_keras_serializable")

    def __new__(cls, *arguments: Any, **_options: Any) -> Any:
        if cls.__name__ in cls._DECORATORS:
            if arguments and callable(arguments[0]):
                return arguments[0]
            return lambda function: function
        if cls.__module__ == __name__:
            raise TypeError(f"{cls.__name__}: TensorFlow is not loaded in this process")
        return super().__new__(cls)

    def __init__(self, *_arguments: Any, **_options: Any) -> None:
        """Subclasses written against TensorFlow pass whatever they like."""


class _HollowModule(types.ModuleType):
    __path__: list[str]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        loaded = sys.modules.get(f"{self.__name__}.{name}")
        if loaded is not None:
            return loaded
        child = _HollowType(name, (_Hollow,), {})
        setattr(self, name, child)
        return child


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.split(".", 1)[0] in _FAMILY:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        module = _HollowModule(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        module.__dict__["__version__"] = "0"
        # libraries that look whether TensorFlow is loaded ask whether their value is a tensor
        module.__dict__["is_tensor"] = lambda _value: False


def install() -> None:
    """Put the hook in place; calling it again does nothing.

    Raises:
        RuntimeError: TensorFlow itself is loaded already, so it is too late.
    """
    if any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return
    if "tensorflow" in sys.modules:
        raise RuntimeError("TensorFlow is already loaded")
    sys.meta_path.insert(0, _Finder())
