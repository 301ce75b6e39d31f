"""The one way in: what every format shares, every way a file can be wrong, and folders."""

from __future__ import annotations

import functools
import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from liantu.errors import ReadError
from liantu.loaders.read import SUFFIXES, find, read, survey

WORDS = "市港航局牵头建设深水码头。"


def docx_bytes(text: str = WORDS) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def xlsx_bytes() -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = WORDS
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def zip_bytes(**parts: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return stream.getvalue()


def ole_bytes(stream_name: str) -> bytes:
    """Make a compound file with one empty stream: header, one allocation table, one directory sector."""
    def entry(name: str, kind: int, child: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        none, end = 0xFFFFFFFF, 0xFFFFFFFE
        return struct.pack("<64sHBBIII16sIQQIQ", raw, len(raw), kind, 1, none, none, child, b"", 0, 0, 0, end, 0)

    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 0) + b"\xff" * 432
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    return head + table + entry("Root Entry", 5, 1) + entry(stream_name, 2, 0xFFFFFFFF) + bytes(256)


def png_bytes() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""))


def harmful_docx() -> bytes:
    entities = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 9))
    return zip_bytes(word__document_xml=f'<!DOCTYPE d [<!ENTITY e0 "大">{entities}]><d>&e8;</d>')


def bomb_docx() -> bytes:
    return zip_bytes(word__document_xml=b" " * (129 * 1024 * 1024))


@pytest.mark.parametrize(("name", "content", "problem", "way_out"), [
    ("空.txt", bytes, "是空文件", "重新下载"),
    ("空白.txt", "\ufeff \r\n　\n".encode, "没有文字", "存错"),
    ("空白.docx", functools.partial(docx_bytes, " "), "没有文字", "存错"),
    ("空白.csv", lambda: b",,\n,,\n", "没有文字", "存错"),
    ("程序.txt", lambda: b"MZ\x90\0\x03", "空字节", "后缀"),
    ("乱码.txt", lambda: "責任單位：漁業管理處、經濟發展處負責推動".encode("big5"), "编码认不出来", "UTF-8"),
    ("断.txt", lambda: WORDS.encode()[:-1], "只剩半个", "重新下载"),
    ("坏.txt", lambda: b"\xff\xfe\x00\xd8a\0", "UTF-16", "UTF-8"),
    ("断.docx", lambda: docx_bytes()[:2000], "没有传完", "重新下载"),
    ("断.xlsx", lambda: xlsx_bytes()[:2000], "没有传完", "重新下载"),
    ("坏.docx", lambda: zip_bytes(word__document_xml="<w:document><w:body>"), "已损坏", "另存"),
    ("无正文.docx", lambda: zip_bytes(word__document_xml="<a/>"), "没有正文", "另存"),
    ("无工作簿.xlsx", lambda: zip_bytes(xl__theme_xml="<a/>"), "没有工作簿", "另存"),
    ("实体.docx", harmful_docx, "实体声明", "核实"),
    ("炸弹.docx", bomb_docx, "上限", "拆成"),
    ("加密.docx", lambda: ole_bytes("EncryptedPackage"), "打开密码", "去掉密码"),
    ("加密.xlsx", lambda: ole_bytes("EncryptedPackage"), "打开密码", "去掉密码"),
    ("旧.docx", lambda: ole_bytes("WordDocument"), "其实是旧版 Word 文件", "另存为 .docx"),
    ("旧.doc", lambda: ole_bytes("WordDocument"), "是旧版 Word 文件", "另存为 .docx"),
    ("旧.xls", lambda: ole_bytes("Workbook"), "是旧版 Excel 文件", "另存为 .xlsx"),
    ("旧.ppt", lambda: ole_bytes("PowerPoint Document"), "是演示文稿", ".docx"),
    ("稿.wps", lambda: ole_bytes("WordDocument"), "是WPS 文字文件", "另存为 .docx"),
    ("表.et", lambda: ole_bytes("Workbook"), "是WPS 表格文件", "另存为 .xlsx"),
    ("版.ofd", lambda: zip_bytes(OFD_xml="<a/>"), "是OFD 版式文件", ".pdf"),
    ("图.png", png_bytes, "是图片", "OCR"),
    ("图.pdf", png_bytes, "后缀是 .pdf，其实是图片", "OCR"),
    ("包.zip", lambda: zip_bytes(a_txt="a"), "是压缩包", "解压"),
    ("包.docx", lambda: zip_bytes(a_txt="a"), "其实是压缩包", "解压"),
    ("错.pdf", docx_bytes, "后缀是 .pdf，其实是Word 文件", "改成 .docx"),
    ("错.docx", xlsx_bytes, "后缀是 .docx，其实是Excel 文件", "改成 .xlsx"),
    ("错.txt", docx_bytes, "后缀是 .txt，其实是Word 文件", "改成 .docx"),
    ("错.doc", lambda: b"<html><body>a</body></html>", "后缀是 .doc，其实是网页文件", "改成 .html"),
    ("无后缀", docx_bytes, "没有后缀，其实是Word 文件", "改成 .docx"),
    ("别的.xyz", lambda: b"abc", "不认识后缀 .xyz", ".docx"),
    ("不明", lambda: b"abc", "没有后缀", ".docx"),
    ("冒充.pdf", lambda: b"no pdf at all", "没有传完", "重新下载"),
], ids=lambda value: value if isinstance(value, str) and "." in value else "")
def test_wrong_files_say_what_and_the_way_out(
    tmp_path: Path, name: str, content: Callable[[], bytes], problem: str, way_out: str,
) -> None:
    path = tmp_path / name
    path.write_bytes(content())
    with pytest.raises(ReadError) as caught:
        read(path)
    assert caught.value.path == str(path)
    assert problem in caught.value.problem
    assert way_out in caught.value.way_out
    assert not caught.value.problem.endswith("。")


def test_undecodable_byte_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc\0")
    with pytest.raises(ReadError, match="第 4 字节"):
        read(path)


def test_missing_folder_and_special_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="没有这个文件"):
        read(tmp_path / "没有.txt")
    with pytest.raises(ReadError, match="是文件夹"):
        read(tmp_path)
    os.mkfifo(tmp_path / "管道.txt")
    with pytest.raises(ReadError, match="不是普通文件"):
        read(tmp_path / "管道.txt")


def test_too_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    with pytest.raises(ReadError, match="上限"):
        read(path)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a child process under another user")
def test_forbidden_file(tmp_path: Path) -> None:
    path = tmp_path / "密.txt"
    path.write_text(WORDS, encoding="utf-8")
    path.chmod(0)
    child = os.fork()
    if not child:
        # The superuser may read anything, so the child becomes somebody else.
        code = 1
        try:
            if os.getuid() == 0:
                os.setuid(65534)
            read(path)
        except ReadError as error:
            code = 0 if "没有权限" in error.problem else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_folders_are_walked_in_order_and_skips_are_told(tmp_path: Path) -> None:
    for name in ("乙/2.docx", "乙/1.TXT", "甲.md", "~$甲.docx", ".藏.txt", ".git/a.txt", "旧.doc", "程序.exe"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(WORDS, encoding="utf-8")
    found = survey([tmp_path, tmp_path / "甲.md"])
    assert [file.relative_to(tmp_path).as_posix() for file in found.files] == ["甲.md", "乙/1.TXT", "乙/2.docx"]
    assert find([tmp_path]) == list(found.files)
    reasons = {file.name: reason for file, reason in found.skipped}
    assert reasons["~$甲.docx"] == reasons[".藏.txt"] == "隐藏或临时文件"
    assert "另存为 .docx" in reasons["旧.doc"]
    assert reasons["程序.exe"] == "不是文档"


def test_a_named_file_is_kept_whatever_it_is(tmp_path: Path) -> None:
    path = tmp_path / "旧.doc"
    path.write_bytes(ole_bytes("WordDocument"))
    assert find([path]) == [path]


def test_folder_without_documents_and_missing_path(tmp_path: Path) -> None:
    (tmp_path / "旧.doc").write_bytes(b"a")
    with pytest.raises(ReadError, match=r"文件夹里没有能读的文件，比如 旧.doc 是旧版 Word"):
        find([tmp_path])
    with pytest.raises(ReadError, match="没有这个文件"):
        find([tmp_path / "无"])


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".htm", ".docx", ".xlsx", ".csv"])
def test_every_format_keeps_its_words_and_name(tmp_path: Path, suffix: str) -> None:
    make = {".docx": docx_bytes, ".xlsx": xlsx_bytes}.get(suffix, WORDS.encode)
    path = tmp_path / f"文件{suffix.upper()}"
    path.write_bytes(make())
    document = read(path)
    assert (document.name, document.text.strip()) == (path.name, WORDS)
    assert document.format == {".htm": "html"}.get(suffix, suffix[1:])
    assert suffix in SUFFIXES


def test_reading_text_imports_no_heavy_library(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(WORDS, encoding="utf-8")
    code = (f"import sys; from pathlib import Path; from liantu.loaders.read import read; read(Path({str(path)!r}));"
            "print([name for name in ('lxml', 'pypdfium2', 'openpyxl', 'docx', 'numpy') if name in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
