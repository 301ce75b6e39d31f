"""Names matched to segments: which word counts, whom a shared word means, and the verdict."""

from __future__ import annotations

import pytest

from liantu.graph.names import load_registry, resolver
from liantu.loaders.chain_names import ChainNames, chain_names, chain_resolver
from liantu.loaders.chains import load_chains
from liantu.loaders.matching import Matcher

# Two chains with a word in common, a wide alias, an exclude and a weak keyword; they come on top of the reference.
OWN = """\
chains:
- id: citrus
  name: 柑橘
  aliases: [柑橘产业, 蜜橘]
  segments:
  - {id: citrus.orchard, name: 橘园种植, stage: upstream, keywords: [橘园, 果品分选]}
  - {id: citrus.peel, name: 橘皮提取, stage: midstream, aliases: [陈皮], keywords: [橘皮], exclude: [橘皮画]}
  - {id: citrus.juice, name: 橘汁加工, stage: downstream, part_of: citrus.peel, aliases: [橘汁, 果渣利用], keywords: [橘皮精油], weak_keywords: [榨汁, 上虞]}
- id: waxberry
  name: 海岛杨梅
  aliases: [杨梅产业]
  segments:
  - {id: waxberry.sorting, name: 分选包装, stage: service, aliases: [果渣利用], keywords: [果品分选, 梅干, POE箱, 海运果]}
compounds:
- {name: 橘梅两业, chains: [citrus, waxberry]}
"""


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> ChainNames:
    """Give the names of the reference and of the two chains."""
    path = tmp_path_factory.mktemp("own") / "own.yaml"
    path.write_text(OWN, "utf-8")
    return chain_names(load_chains(path), load_registry())


@pytest.fixture(scope="module")
def matcher(names: ChainNames) -> Matcher:
    """Give a matcher of these chains."""
    return Matcher(names)


def _found(matcher: Matcher, name: str, *subjects: str, industry: bool = False) -> dict[str, str]:
    return {one.place.key: one.verdict for one in matcher.match(name, frozenset(subjects), industry=industry).found}


@pytest.mark.parametrize(("name", "found"), [
    ("红岗橘园二期", {"citrus.orchard": "confirmed"}),
    ("红岗 橘 园\n二期", {"citrus.orchard": "confirmed"}),  # white space does not count
    ("红岗蜜橘小镇", {"citrus": "confirmed"}),  # only the chain is named
    ("红岗柑橘橘园", {"citrus.orchard": "confirmed"}),  # the segment says more than its chain
    ("橘皮精油车间", {"citrus.juice": "confirmed"}),  # the longest word, not 橘皮
    ("橘皮橘汁车间", {"citrus.juice": "confirmed"}),  # the smaller of two that are one inside the other
    ("橘园梅干车间", {"citrus.orchard": "uncertain", "waxberry.sorting": "uncertain"}),
    ("果品分选线", {"citrus.orchard": "uncertain", "waxberry.sorting": "uncertain"}),  # a word that two chains share
    ("橘园果品分选线", {"citrus.orchard": "confirmed"}),  # 橘园 says whose 果品分选 it is
    ("橘园榨汁车间", {"citrus.orchard": "uncertain", "citrus.juice": "uncertain"}),  # and that 榨汁 counts
    ("橘梅两业示范基地", {"citrus": "confirmed", "waxberry": "confirmed"}),
    ("红岗橘皮画工坊", {}),
    ("红岗榨汁车间", {}),  # a weak keyword without its chain
    ("POEM剧场", {}),  # letters inside a longer word
    ("POE箱车间", {"waxberry.sorting": "confirmed"}),
    ("上海运果行", {}),  # crosses the name of a place
    ("海运果行", {"waxberry.sorting": "confirmed"}),
    ("红岗大桥", {}),
])
def test_words_in_a_name(matcher: Matcher, name: str, found: dict[str, str]) -> None:
    assert _found(matcher, name) == found


def test_task_decides_whom_a_shared_word_means(matcher: Matcher) -> None:
    assert _found(matcher, "果品分选线", "waxberry") == {"waxberry.sorting": "confirmed"}
    # what was asked with a subject is not remembered for the next
    assert _found(matcher, "果品分选线") == {"citrus.orchard": "uncertain", "waxberry.sorting": "uncertain"}


def test_weak_keyword_counts_where_its_chain_is_the_subject(matcher: Matcher) -> None:
    assert _found(matcher, "红岗榨汁车间", "citrus") == {"citrus.juice": "confirmed"}
    assert _found(matcher, "红岗榨汁车间", "waxberry") == {}


@pytest.mark.parametrize(("name", "found"), [
    ("橘汁制造业", {"citrus.juice": "confirmed"}),
    ("橘汁餐饮", {"citrus.juice": "uncertain"}),  # it is a trade in something else
    ("榨汁", {"citrus.juice": "uncertain"}),  # an industry is wider than a weak word
])
def test_end_of_an_industry_says_what_it_is(matcher: Matcher, name: str, found: dict[str, str]) -> None:
    assert _found(matcher, name, "citrus", industry=True) == found


def test_why_is_said(matcher: Matcher) -> None:
    (one,) = matcher.match("红岗橘园二期").found
    assert (one.term, one.rule, one.reason) == ("橘园", "chain:keyword", "名称里有“橘园”，是“柑橘”链环节“橘园种植”的关键词")
    (first, _) = matcher.match("果品分选线").found
    assert first.reason.endswith("同时符合柑橘的橘园种植、海岛杨梅的分选包装，待定")


def test_what_is_rejected_is_kept_with_its_reason(matcher: Matcher) -> None:
    assert [(one.place.key, one.verdict, one.reason) for one in matcher.match("红岗橘皮画工坊").rejected] == [
        ("citrus.peel", "rejected", "“橘皮画”里的“橘皮”不算")]
    assert [(one.place.key, one.reason) for one in matcher.match("橘皮精油车间").rejected] == [
        ("citrus.peel", "“橘皮”在更长的“橘皮精油”之内，以长者为准")]


@pytest.mark.parametrize(("written", "canonical"), [
    ("柑橘", "柑橘"), ("蜜橘产业链", "柑橘"), ("柑橘产业集群", "柑橘"), ("陈皮", "橘皮提取"),
    ("杨梅", "杨梅"),  # wider than 海岛杨梅: not the same
    ("海岛杨梅产业", "海岛杨梅"),
    ("果渣利用", "果渣利用"),  # of two chains: neither by itself
    ("茶叶", "茶叶"),
])
def test_industry_by_the_name_of_a_chain_is_its_node(names: ChainNames, written: str, canonical: str) -> None:
    find = chain_resolver(names, resolver(load_registry(), city="青州市"))
    found = find("Industry", written)
    assert found.canonical == canonical
    known = {place.name: place.node for place in names.places.values()}
    assert (found.entity_id == known.get(canonical)) == (canonical in known)


def test_shared_name_is_doubtful_and_names_its_rivals(names: ChainNames) -> None:
    found = chain_resolver(names, resolver(load_registry(), city=None))("Industry", "果渣利用")
    assert not found.certain
    assert set(found.rivals) == {names.places["citrus.juice"].node, names.places["waxberry.sorting"].node}


def test_other_kinds_are_resolved_as_before(names: ChainNames) -> None:
    resolve = resolver(load_registry(), city="舟山市")
    assert chain_resolver(names, resolve)("Unit", "市发改委") == resolve("Unit", "市发改委")


def test_nodes_of_all_places_differ() -> None:
    # also where segments of several chains have one name, and a segment that of its chain
    names = chain_names(load_chains(), load_registry())
    assert len(names.nodes) == len(names.places) == len(load_chains().chains) + sum(1 for _ in load_chains().segments())


@pytest.mark.parametrize(("name", "found"), [
    ("青山LNG接收站二期", {"lng.terminal"}), ("旅游", set()), ("盐田港储运基地", set()), ("东湾海水淡化二期", {"seawater.desalination"}),
])
def test_reference(name: str, found: set[str]) -> None:
    assert set(_found(Matcher(chain_names(load_chains(), load_registry())), name)) == found


def test_every_name_of_the_reference_finds_its_place() -> None:
    names = chain_names(load_chains(), load_registry())
    matcher = Matcher(names)
    # by its own name a segment, or one that is a part of it, is found at least as a candidate
    lost = [place.key for place in names.places.values() if not _found(matcher, place.name, place.chain.id)]
    assert lost == []
