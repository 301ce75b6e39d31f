"""Pictures on a machine without Chinese fonts: PNG with all glyphs, SVG with its own font."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import networkx as nx
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from liantu.errors import QueryError
from liantu.viz.pictures import PICTURES, write_picture
from liantu.viz.png import FONT, embed_font, lacking, png
from liantu.viz.svg import document, text

Draw: TypeAlias = "Callable[..., nx.MultiDiGraph[Any]]"


def ink(words: str) -> list[int]:
    """Return the dots of a word, drawn with the font that comes along alone."""
    picture = Image.open(io.BytesIO(png(document(text(words, 4, 30, size=28), width=36, height=40, title="t"), scale=1)))
    return [255 - dot for dot in picture.convert("L").tobytes()]


def test_every_character_has_a_glyph_of_its_own() -> None:
    """No two are alike, as empty boxes would be, and none is blank."""
    drawn_characters = [ink(one) for one in "链图舟山潍坊杭州咸阳泸武汉牵头单位〔〕—≥①●◐○◇"]
    assert all(sum(one) > 1000 for one in drawn_characters)
    assert len({tuple(one) for one in drawn_characters}) == len(drawn_characters)


def test_a_character_that_no_font_has_is_never_a_box() -> None:
    assert ink("\U000f0000") == ink("〓")


def test_the_font_has_what_documents_are_written_with(seeds: Path) -> None:
    known = "".join(path.read_text("utf-8") for path in seeds.glob("*.txt"))
    assert lacking(known) == ""


def test_the_font_is_small_and_says_its_licence() -> None:
    assert FONT.stat().st_size < 2_500_000
    assert "SIL OPEN FONT LICENSE" in FONT.with_name("OFL.txt").read_text("utf-8").upper()
    with TTFont(FONT) as font:
        assert font["name"].getDebugName(1) == "Liantu Sans"


def test_the_same_picture_gives_the_same_bytes() -> None:
    svg = document(text("产业链图", 4, 30), width=100, height=40, title="t")
    assert png(svg) == png(svg)


def test_an_svg_carries_what_it_shows_and_no_more() -> None:
    svg = embed_font(document(text("海洋&电子", 4, 30), width=100, height=40, title="t"))
    data = re.search(r"data:font/woff;base64,([A-Za-z0-9+/=]+)", svg)
    assert data
    with TTFont(io.BytesIO(base64.b64decode(data[1]))) as font:
        assert set(font.getBestCmap() or ()) == {ord(one) for one in "海洋&电子"}
    assert "海洋&amp;电子</text>" in svg


@pytest.mark.parametrize(("kind", "name"), [("chain", "茶"), ("unit", "市商务局"), ("leader", "王五")])
def test_pictures_are_written_by_the_ending_of_the_file(drawn: Draw, tmp_path: Path, kind: str, name: str) -> None:
    for ending in ("svg", "png"):
        write_picture(drawn(), kind, tmp_path / f"a.{ending}", name)
    assert "@font-face" in (tmp_path / "a.svg").read_text("utf-8")
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.width == 2560


def test_wrong_orders_say_what_would_be_right(drawn: Draw, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"\.svg"):
        write_picture(drawn(), "chain", tmp_path / "a.pdf", "茶")
    with pytest.raises(QueryError, match="chain、unit、leader"):
        write_picture(drawn(), "map", tmp_path / "a.svg", "茶")
    with pytest.raises(QueryError, match="region"):
        write_picture(drawn(), "chain", tmp_path / "a.svg", "茶", colour="red")
    assert list(tmp_path.iterdir()) == []
    assert set(PICTURES) == {"chain", "unit", "leader"}


def test_a_real_chain_as_a_picture(seed_graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    write_picture(seed_graph, "chain", tmp_path / "a.png", "石化和新材料", scale=1)
    with Image.open(tmp_path / "a.png") as picture:
        colours = picture.convert("RGB").getcolors(1 << 20)
    assert colours
    assert len(colours) > 100
