import pytest

from nlu.lexicons.check import LexiconError, read_lexicon

SCHEMA = {"words": {"*": str}, "items": [{"name": str, "count?": int, "flag?": bool}]}


def write(tmp_path, text):
    path = tmp_path / "lexicon.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_reads(tmp_path):
    path = write(tmp_path, "words: {no: nó}\nitems:\n  - {name: a, count: 2}\n")
    assert read_lexicon(path, SCHEMA) == {
        "words": {"no": "nó"},
        "items": [{"name": "a", "count": 2}],
    }


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("words: {}\nitems:\n  - name: a\n  - name: 5\n", 4, "items[1].name"),
        ("words:\n  a: x\n  b: [y]\nitems: []\n", 3, "words.b"),
        ("words: {}\nitems:\n  - name: a\n    size: 3\n", 4, "items[0].size"),
        ("words: {}\nitems:\n  - {name: a, count: true}\n", 3, "items[0].count"),
        ("words: {}\nitems: {}\n", 2, "items"),
        ("words: {}\nitems:\n  - count: 1\n", 3, "items[0]"),
        ("words:\n  1: x\nitems: []\n", 2, "words.[1]"),
    ],
)
def test_a_mistake_is_named_by_line_and_field(tmp_path, text, line, field):
    with pytest.raises(LexiconError) as caught:
        read_lexicon(write(tmp_path, text), SCHEMA)
    assert caught.value.line == line
    assert caught.value.field == field.replace(".[", "[")
    assert f"lexicon.yml:{line}:" in str(caught.value)


def test_a_repeated_key_and_broken_yaml_name_their_line(tmp_path):
    with pytest.raises(LexiconError) as caught:
        read_lexicon(write(tmp_path, "words:\n  a: x\n  a: y\nitems: []\n"), SCHEMA)
    assert caught.value.line == 3
    with pytest.raises(LexiconError):
        read_lexicon(write(tmp_path, "words: [\n"), SCHEMA)


def test_a_function_says_what_is_wrong(tmp_path):
    def short(value):
        return None if len(value) < 3 else "dài quá"

    with pytest.raises(LexiconError, match="dài quá"):
        read_lexicon(write(tmp_path, "a: abcd\n"), {"a": short})
