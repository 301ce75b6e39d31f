"""Make the font that pictures carry: a subset of Noto Sans CJK SC (SIL Open Font License 1.1).

    python tools/make_font.py NotoSansCJK-Regular.ttc

What stays: the characters of GB 2312, those that the Chinese word list of jieba uses often (names of places and
people among them), punctuation, numerals in circles, arrows and marks. The name changes, as the licence asks of a
changed font with a reserved name.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import jieba
from fontTools import subset
from fontTools.ttLib import TTCollection

OUT = Path(__file__).resolve().parent.parent / "viz" / "data" / "font" / "LiantuSans-Regular.otf"
FAMILY = "Liantu Sans"
COMMON = 60  # how often a character beyond GB 2312 has to be used
RANGES = ((0x20, 0x7F), (0xA0, 0x100), (0x2010, 0x2070), (0x2100, 0x2110), (0x2150, 0x2180), (0x2190, 0x21A0), (0x2460, 0x2500),
          (0x25A0, 0x2610), (0x3000, 0x3040), (0x3200, 0x3300), (0xFE30, 0xFE50), (0xFF00, 0xFFF0))


def characters() -> set[int]:
    """Return the code points to keep."""
    kept = {code for low, high in RANGES for code in range(low, high)} | {ord(one) for one in "≥≤≈≠×÷±√∞∑✓✗㎡㎥"}
    for lead in range(0xA1, 0xF8):
        for trail in range(0xA1, 0xFF):
            kept.update(map(ord, bytes((lead, trail)).decode("gb2312", "ignore")))
    used: Counter[str] = Counter()
    for line in Path(jieba.__file__).with_name("dict.txt").read_text("utf-8").splitlines():
        word, count, *_ = line.split(" ")
        used.update(dict.fromkeys(word, int(count)))
    return kept | {ord(one) for one, count in used.items() if count >= COMMON and one >= "\u3400"}


def main(source: Path) -> None:
    """Write the font."""
    font = next(one for one in TTCollection(source).fonts if one["name"].getDebugName(4) == "Noto Sans CJK SC")
    options = subset.Options()
    options.layout_features, options.hinting, options.notdef_outline = [], False, True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GSUB", "GPOS", "GDEF", "STAT", "DSIG"]
    work = subset.Subsetter(options)
    work.populate(unicodes=characters())
    work.subset(font)
    names = font["name"]
    for record in list(names.names):
        if record.nameID in {1, 3, 4, 6}:
            names.setName(FAMILY.replace(" ", "") + "-Regular" if record.nameID == 6 else FAMILY, record.nameID, record.platformID,
                          record.platEncID, record.langID)
    top = font["CFF "].cff
    top.fontNames[0] = "LiantuSans-Regular"
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    OUT.parent.mkdir(parents=True, exist_ok=True)
    font.save(OUT)
    print(f"{OUT.name}: {len(font.getGlyphOrder())} glyphs, {OUT.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
