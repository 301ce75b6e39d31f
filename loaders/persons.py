"""Lists of persons: names without the offices that stand around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from liantu.loaders.units import is_unit

__all__ = ["is_person", "split_persons"]

# Office words around a person's name; longest first, so that 副市长 goes before 市长.
_OFFICE = re.compile(
    r"(?:[\u4e00-\u9fff]{0,12}?(?:党组书记|党委书记|工委书记|副书记|书记|副市长|副县长|副区长|副省长|市长|县长|区长|省长|州长|副州长|镇长|乡长|常务委员|常委|"
    r"副主任|主任|副主席|主席|秘书长|副秘书长|部长|副部长|局长|副局长|厅长|副厅长|院长|检察长|董事长|总经理|巡视员|调研员|党组成员|成员|委员|"
    r"党组副书记|负责人|同志|副院长|会长|校长|副总指挥|总指挥|指挥长|政委|司令员|副链长|总链长|链长))+")
_PERSON_MARK = re.compile(r"[、,;/|\n()]+")
_TITLE = re.compile(r"(?:市委|县委|区委|省委)?(?:常务)?(?:副)?(?:书记|市长|县长|区长|省长|州长|主任|主席|秘书长|部长|局长|同志|常委|镇长|乡长|厅长)")
# Words that begin like a surname.
_NO_PERSON = re.compile(r"常务|党组|党委|党工|管委|高新|经开|管理|公安|金融|广电|文化|应急|农业|水利|安全|商务")
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅"
    "皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫"
    "经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符"
    "刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容"
    "向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公覃佟代闫肖宝仝苟冼付涂")


def is_person(name: str) -> bool:
    """Return whether a word in a list of units is the name of a person.

    Examples
    --------
    >>> is_person("王小明"), is_person("商务局"), is_person("金塘")
    (True, False, False)
    """
    return (len(name) == 3 and name[0] in _SURNAMES and not is_unit(name) and _NO_PERSON.match(name) is None
            and "\u4e00" <= name[1] <= "\u9fff")


def split_persons(flat: str, start: int, end: int, *, gaps: Sequence[int] = ()) -> list[tuple[int, int]]:
    """Return the bounds of the persons in a list, without their offices.

    Examples
    --------
    >>> text = "市委常委、副市长张三,李四(市政协主席)"
    >>> [text[start:end] for start, end in split_persons(text, 0, len(text))]
    ['张三', '李四']
    """
    found, offices = [], []
    position = start
    cuts = sorted([mark.span() for mark in _PERSON_MARK.finditer(flat, start, end)] + [(gap, gap) for gap in gaps])
    for at, (cut, after) in enumerate([*cuts, (end, end)]):
        low, high = position, cut
        # 陈 伟: white space inside a name of two characters.
        following = cuts[at + 1][0] if at + 1 < len(cuts) else end
        if cut == after and cut < end and 1 in {high - low, following - cut}:
            continue
        position = after
        if high - low < 2:
            continue
        if high - low > 4 or _OFFICE.fullmatch(flat, low, high):
            whole = (low, high)
            low, high = _without_office(flat, low, high)
            if not 2 <= high - low <= 4:
                offices.append(whole)
                continue
        found.append((low, high))
    return found or offices


def _without_office(flat: str, low: int, high: int) -> tuple[int, int]:
    """Cut the office off a name, before it or behind it."""
    offices = list(_OFFICE.finditer(flat, low, high))
    if not offices:
        return low, high
    if offices[-1].end() < high:
        return offices[-1].end(), high
    # 张三副市长: two or three characters of name, then the office.
    for size in (3, 2):
        if low + size < high and flat[low] in _SURNAMES and not _NO_PERSON.match(flat, low) and _TITLE.fullmatch(flat, low + size, high):
            return low, low + size
    return high, high
