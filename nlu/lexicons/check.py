"""Lexicon files: YAML that people edit, checked so that a mistake is named by file, line, field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

__all__ = ["FOLDER", "LexiconError", "Schema", "read_lexicon"]

FOLDER = Path(__file__).parent

Schema = type | list[Any] | dict[str, Any] | Callable[[Any], str | None]
"""What a value must look like.

* a type: the value is of it (``bool`` is not taken for ``int``);
* ``[schema]``: a list of such values;
* ``{"name": schema, "other?": schema}``: a mapping with these fields, those with ``?`` optional;
  ``{"*": schema}`` a mapping with any text keys;
* a function: returns None, or in Vietnamese what is wrong with the value.
"""

_TYPE_NAMES = {str: "chuỗi", int: "số nguyên", bool: "true hoặc false", float: "số", dict: "bảng"}


class LexiconError(ValueError):
    """A lexicon file that does not read as it should.

    Attributes:
        path: the file.
        line: its line, counted from 1.
        field: where in the document, such as ``places[3].name``.
    """

    def __init__(self, path: Path, line: int, field: str, problem: str) -> None:
        super().__init__(f"{path}:{line}: {field or 'tệp'}: {problem}")
        self.path = path
        self.line = line
        self.field = field


def read_lexicon(path: Path, schema: Schema) -> Any:
    """The document in ``path`` as plain dicts, lists and scalars.

    Raises:
        LexiconError: the file is no YAML, repeats a key, or does not fit ``schema``.
        FileNotFoundError: there is no such file.
    """
    text = path.read_text(encoding="utf-8")
    try:
        document = YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise LexiconError(path, line, "", f"không đọc được YAML ({error.problem})") from error
    found = _mismatch(document, schema, ())
    if found is not None:
        where, problem = found
        raise LexiconError(path, _line(text, where), _field(where), problem)
    return document


_Where = tuple[str | int, ...]


def _mismatch(value: Any, schema: Schema, where: _Where) -> tuple[_Where, str] | None:
    if isinstance(schema, dict):
        return _mapping_mismatch(value, schema, where)
    if isinstance(schema, list):
        if not isinstance(value, list):
            return where, "phải là danh sách"
        for index, item in enumerate(value):
            found = _mismatch(item, schema[0], (*where, index))
            if found:
                return found
        return None
    if isinstance(schema, type):
        fits = isinstance(value, schema) and (schema is bool or not isinstance(value, bool))
        return None if fits else (where, f"phải là {_TYPE_NAMES.get(schema, schema.__name__)}")
    problem = schema(value)
    return (where, problem) if problem else None


def _mapping_mismatch(
    value: Any, schema: Mapping[str, Any], where: _Where
) -> tuple[_Where, str] | None:
    if not isinstance(value, dict):
        return where, "phải là bảng khóa: giá trị"
    if "*" in schema:
        fields = dict.fromkeys(value, schema["*"])
    else:
        fields = {name.rstrip("?"): kind for name, kind in schema.items()}
        for name in schema:
            if not name.endswith("?") and name not in value:
                return where, f"thiếu trường {name}"
    for name, item in value.items():
        if not isinstance(name, str):
            return (*where, name), "khóa phải là chuỗi, đặt trong dấu nháy"
        if name not in fields:
            return (*where, name), "trường không có trong lược đồ"
        found = _mismatch(item, fields[name], (*where, name))
        if found:
            return found
    return None


def _field(where: _Where) -> str:
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in where]
    return "".join(parts).lstrip(".")


def _line(text: str, where: _Where) -> int:
    """The line of a place in the document; the file is read again, now with line numbers."""
    node = YAML(typ="rt").load(text)
    line = 0
    for step in where:
        marks = getattr(node, "lc", None)
        if marks is None:
            break
        try:
            line = marks.item(step)[0] if isinstance(node, list) else marks.key(step)[0]
        except (KeyError, TypeError):
            break
        node = node[step]
    return line + 1
