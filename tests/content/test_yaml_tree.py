"""YAML without magic: scalars stay text, lines are kept, and what a file could hide in it is refused."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from colonnade.content.yaml_tree import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_KEY_LENGTH,
    MAX_NODES,
    Fields,
    Items,
    Text,
    Tree,
    read_tree,
)
from colonnade.core.errors import BadModel, Problem, UserError

NAME = "model.yaml"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / NAME


def read(file: Path, content: str | bytes) -> Tree:
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_tree(file, BadModel)


def refusal(file: Path, content: str | bytes) -> Problem:
    with pytest.raises(BadModel) as raised:
        read(file, content)
    [problem] = raised.value.problems
    return problem


def plain(tree: Tree) -> object:
    match tree:
        case Text(value):
            return value
        case Items(items):
            return [plain(item) for item in items]
        case Fields(fields):
            return {key: plain(value) for key, value in fields.items()}


# --- what is read -------------------------------------------------------------------------------------------


NOT_INTERPRETED = """
    no yes on off null ~ true 1:30 190:20:30 0x1F 0o17 017 1_000 1e3 .inf .nan 2026-01-05 1.0 1.10 =
"""


@pytest.mark.parametrize("word", [*NOT_INTERPRETED.split(), "9" * 5000])
def test_a_scalar_stays_the_text_it_was_written_as(file: Path, word: str) -> None:
    assert plain(read(file, f"a: {word}\n")) == {"a": word}


def test_lists_mappings_quotes_and_folded_texts_are_read_as_written(file: Path) -> None:
    text = """
        list: [a, "b c", 'd']
        folded: >-
          one
          two
        nested: {x: {y: z}}
        empty:
    """
    assert plain(read(file, text)) == {
        "list": ["a", "b c", "d"],
        "folded": "one two",
        "nested": {"x": {"y": "z"}},
        "empty": "",
    }


def test_every_value_and_every_key_keeps_its_line(file: Path) -> None:
    tree = read(file, "a: 1\nb:\n  - x\n  -\n    c: 2\n")
    assert isinstance(tree, Fields)
    items = tree.fields["b"]
    assert isinstance(items, Items)
    assert (tree.fields["a"].line, items.line, [item.line for item in items.items]) == (1, 3, [3, 5])
    assert tree.key_lines == {"a": 1, "b": 2}


def test_a_byte_order_mark_is_no_part_of_the_first_key(file: Path) -> None:
    assert plain(read(file, b"\xef\xbb\xbfa: 1\n")) == {"a": "1"}


# --- what is refused, with its line -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("a: 1\nb: &x 2\n", 2, "anchor &x"),
        ("a: 1\nb: *x\n", 2, "alias *x"),
        ("a: &x [1]\nb: [*x, *x]\n", 1, "anchor &x"),
        ("a: 1\nb: !!int 2\n", 2, "tag"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "tag"),
        ("a: ! b\n", 1, "tag"),
        ("a: 1\nb: 2\na: 3\n", 3, "'a' stands twice"),
        ("x: {a: 1, b: 2, a: 3}\n", 1, "'a' stands twice"),
        ("a: 1\n'a': 2\n", 2, "'a' stands twice"),
        ("a: {b: 1}\n<<: {c: 2}\n", 2, "merge key"),
        ("? [a, b]\n: c\n", 1, "cannot be a key"),
        ("{{a: 1}: 2}\n", 1, "cannot be a key"),
        ("a: 1\n---\nb: 2\n", 2, "more than one document"),
        ("---\n---\nb: 2\n", 2, "more than one document"),
        ("a: 1\nb: \x00\n", 2, "not YAML"),
        ("a: 1\n\nb: \x07\n", 3, "not YAML"),
        ("a: [1, 2\n", 2, "not YAML"),
        ("a:\n\t- b\n", 2, "not YAML"),
        ("%YAML 9.9\n---\na: 1\n", 1, "not YAML"),
        ("- " * (MAX_DEPTH + 1) + "x", 1, "nested more than"),
        ("- 1\n" * (MAX_NODES + 1), MAX_NODES, "more than 30,000 values"),
        ("a: 1\n? " + "k" * (MAX_KEY_LENGTH + 1) + "\n: 2\n", 2, "key is longer"),
    ],
)
def test_magic_doubles_and_faults_of_form_are_refused_on_their_line(
    file: Path, content: str, line: int, words: str
) -> None:
    problem = refusal(file, content)
    assert (problem.file, problem.line) == (NAME, line)
    assert words in problem.message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"# only a comment\n", "is empty"),
        ("a: 1\n".encode("utf-16"), "not UTF-8"),
        ("a: \xe9\n".encode("latin-1"), "not UTF-8"),
        (b"x: " + b"y" * MAX_BYTES, "larger than 1,000,000 bytes"),
    ],
)
def test_a_file_that_is_no_text_empty_or_too_large_is_refused(file: Path, content: bytes, words: str) -> None:
    assert words in refusal(file, content).message


def test_utf_16_without_a_mark_is_refused_for_its_nul_characters(file: Path) -> None:
    assert "not YAML" in refusal(file, "a: 1\n".encode("utf-16-le")).message


def test_a_wrong_byte_is_named_with_its_line(file: Path) -> None:
    assert refusal(file, b"a: 1\nb: 2\nc: \xff\n").line == 3


def test_a_missing_file_and_a_folder_are_the_users_mistake(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(BadModel, match="cannot be read"):
            read_tree(path, BadModel)


@pytest.mark.parametrize("mark", ["&", "*", "!"])
def test_a_message_quotes_no_more_than_a_line_of_what_it_found(file: Path, mark: str) -> None:
    assert len(refusal(file, f"a: {mark}{'x' * 900_000} 1\n").message) < 200


def test_the_deepest_and_longest_that_is_allowed_is_read(file: Path) -> None:
    deepest = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert str(plain(read(file, deepest))) == deepest
    longest = "k" * MAX_KEY_LENGTH
    assert plain(read(file, f"{longest}: 1")) == {longest: "1"}


# --- no text gets through otherwise -------------------------------------------------------------------------

YAMLISH = st.text(alphabet="ab1 :-?[]{}&*!|>'\"%#,\n\t<~.=\\\x00\x85\ufeff", max_size=60)


@given(YAMLISH | st.text(max_size=40))
@settings(max_examples=400, deadline=None)
def test_any_text_is_a_tree_or_a_users_mistake_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.getbasetemp() / NAME
    try:
        tree = read(file, text)
    except UserError as mistake:
        assert len(str(mistake)) < 500
    else:
        assert isinstance(tree, Text | Items | Fields)


@given(st.binary(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_tree_or_a_users_mistake_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    try:
        read(tmp_path_factory.getbasetemp() / NAME, content)
    except UserError as mistake:
        assert NAME in str(mistake)


TREES = st.recursive(
    st.text(alphabet="abc no123.", max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abcd", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(TREES)
@settings(max_examples=100, deadline=None)
def test_what_another_writer_wrote_is_read_back(tmp_path_factory: pytest.TempPathFactory, data: object) -> None:
    file = tmp_path_factory.getbasetemp() / NAME
    assert plain(read(file, yaml.safe_dump(data))) == data


# --- bombs, in a child that the operating system would stop -------------------------------------------------

BOMBS = {
    "flow lists": b"[" * 20_000,
    "flow lists closed": b"[" * 20_000 + b"]" * 20_000,
    "flow mappings": b"{a: " * 20_000,
    "block lists": b"- " * 20_000 + b"x",
    "indented lists": b"".join(b" " * n + b"-\n" for n in range(1_200)),
    "question marks": b"? " * 20_000,
    "question marks in flow": b"{? " * 20_000,
    "aliases of aliases": b"a: &a [x]\n" + b"".join(b"b%d: &b%d [*a, *a, *a]\n" % (n, n) for n in range(90)),
    "a key of a megabyte": b"k" * 999_000 + b": 1",
    "a quoted key of a megabyte": b'"' + b"k" * 999_000 + b'": 1',
    "an explicit key of a megabyte": b"? " + b"k" * 999_000 + b"\n: 1",
    "a number of a megabyte": b"a: " + b"9" * 999_000,
    "an open quote of a megabyte": b'"' + b"a" * 999_000,
    "nothing but line ends": b"\n" * 999_999,
    "nothing but commas": b"[" + b"," * 999_000,
    "nothing but colons": b"a: " * 333_000,
    "nothing but question marks": b"?\n" * 499_000,
    "nothing but percent signs": b"%" * 999_000,
    "many keys": b"".join(b"k%d: 1\n" % n for n in range(80_000)),
    "many values": b"- 1\n" * 249_000,
    "two gigabytes of nothing": b"",
}
CHILD = """
import resource, sys
from pathlib import Path
from colonnade.content.load import model_problems
from colonnade.core.errors import UserError
resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
for file in sorted(Path(sys.argv[1]).iterdir()):
    try:
        print(file.name, "|", len(model_problems(file)), "problems")
    except UserError as mistake:
        print(file.name, "|", mistake.problems[0].message)
"""


@pytest.mark.slow
def test_bombs_are_refused_within_400_megabytes_and_20_seconds_of_cpu_for_all_of_them(tmp_path: Path) -> None:
    for name, content in BOMBS.items():
        (tmp_path / name).write_bytes(content)
    with (tmp_path / "two gigabytes of nothing").open("r+b") as sparse:
        sparse.truncate(2 * 10**9)
    ran = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path)], capture_output=True, text=True, timeout=300, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    outcomes = dict(line.split(" | ") for line in ran.stdout.splitlines())
    assert outcomes.keys() == BOMBS.keys()
    assert all(0 < len(message) < 300 for message in outcomes.values())
