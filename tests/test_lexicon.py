"""The tables behind the readers of names."""

from __future__ import annotations

import tomllib

import pytest

from liantu.loaders.lexicon import DATA, load_lexicon
from liantu.loaders.phrases import chunks, groups, tokens


def shapes(text: str) -> list[tuple[str, str, str]]:
    """Return each chunk of a text with what stands before it and its kinds."""
    found = chunks(text, tokens(text, load_lexicon()), "r".format)
    return [(chunk.before, text[chunk.start:chunk.end], chunk.shape) for chunk in found]


@pytest.mark.parametrize("name", ["industries", "carriers", "works", "firms", "phrases"])
def test_every_group_of_words_says_why_it_is_there(name: str) -> None:
    groups_of = tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))
    assert all(group["reason"] and group["words"].split() for rows in groups_of.values() for group in rows)


def test_lexicon_is_made_once() -> None:
    assert load_lexicon() is load_lexicon()


def test_names_stand_between_verbs_and_marks() -> None:
    assert shapes("大力发展钢铁、集成电路产业,建设杭州医药港") == [
        ("D", "钢铁", "i"), ("、", "集成电路产业", "ih"), (",v", "杭州医药港", "rs"),
    ]


def test_capacity_a_year_is_no_list() -> None:
    assert [text for _, text, _ in shapes("建成60万吨/年乙烯项目")] == ["60万吨/年乙烯项目"]


def test_quoted_names_and_titles_are_one_word() -> None:
    assert shapes("实施“发展强芯”行动,印发《促进办法》")[0][2][0] == "Q"
    assert not any("促进" in chunk for _, chunk, _ in shapes("印发《促进办法》"))


def test_a_place_in_brackets_stays_inside_a_name() -> None:
    assert shapes("中国(杭州)跨境电商综合试验区")[0][1] == "中国(杭州)跨境电商综合试验区"


def test_lists_and_their_class() -> None:
    text = "发展白酒、茶叶等产业"
    found = chunks(text, tokens(text, load_lexicon()), "r".format)
    group = groups(found)[0]
    assert (group.first, group.last, text[found[group.kind].start:found[group.kind].end]) == (0, 2, "产业")
