"""What a file really is, by its first bytes, and what to do with one that cannot be read."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from liantu.errors import ReadError
from liantu.loaders.package import BROKEN

__all__ = ["FOREIGN", "Kind", "check", "kind_of"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what staff call it, what to do with it, the suffix that it ought to have."""

    name: str
    way_out: str
    suffix: str = ""


_AS_DOCX = "请用 Word 或 WPS 打开它，另存为 .docx 再读"
_AS_XLSX = "请用 Excel 或 WPS 打开它，另存为 .xlsx 再读"
_AS_TEXT = "请把里面的文字另存为 .docx 或 .txt 再读"
_OCR = "请先用文字识别（OCR）软件转成 .docx 或带文字层的 .pdf 再读"
_UNPACK = "请先解压，再读里面的文件"

_DOCX = Kind("Word 文件", "请把后缀改成 .docx 再读", ".docx")
_XLSX = Kind("Excel 文件", "请把后缀改成 .xlsx 再读", ".xlsx")
_PDF = Kind("PDF 文件", "请把后缀改成 .pdf 再读", ".pdf")
_HTML = Kind("网页文件", "请把后缀改成 .html 再读", ".html")
_LOCKED = Kind("设了打开密码的 Office 文件", "请用密码打开它，去掉密码后另存一份再读")
_DOC = Kind("旧版 Word 文件（.doc）", _AS_DOCX)
_XLS = Kind("旧版 Excel 文件（.xls）", _AS_XLSX)
_PPT = Kind("演示文稿", _AS_TEXT)
_OFD = Kind("OFD 版式文件", "请用 OFD 阅读器导出为带文字层的 .pdf 再读")
_IMAGE = Kind("图片", _OCR)
_ARCHIVE = Kind("压缩包", _UNPACK)
_RTF = Kind("RTF 文件", _AS_DOCX)

# Suffixes that staff will try, and that no reader here takes.
FOREIGN: dict[str, Kind] = {
    ".doc": _DOC, ".dot": _DOC, ".xls": _XLS, ".ppt": _PPT, ".pptx": _PPT, ".ofd": _OFD, ".rtf": _RTF,
    ".wps": Kind("WPS 文字文件", _AS_DOCX), ".wpt": Kind("WPS 文字模板", _AS_DOCX),
    ".et": Kind("WPS 表格文件", _AS_XLSX), ".ett": Kind("WPS 表格模板", _AS_XLSX), ".dps": _PPT,
    ".docm": Kind("带宏的 Word 文件", _AS_DOCX), ".xlsm": Kind("带宏的 Excel 文件", _AS_XLSX),
    ".xlsb": Kind("二进制 Excel 文件", _AS_XLSX), ".odt": Kind("OpenDocument 文本", _AS_DOCX),
    ".ods": Kind("OpenDocument 表格", _AS_XLSX), ".mht": Kind("网页归档", "请用浏览器打开它，另存为 .html 再读"),
    ".caj": Kind("CAJ 文件", "请用 CAJ 阅读器导出为带文字层的 .pdf 再读"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"), _IMAGE),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar"), _ARCHIVE),
}

# How files begin; a longer row first where one begins like another.
_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", _PDF), (b"{\\rtf", _RTF), (b"\x89PNG", _IMAGE), (b"\xff\xd8\xff", _IMAGE), (b"GIF8", _IMAGE),
    (b"II*\0", _IMAGE), (b"MM\0*", _IMAGE), (b"Rar!", _ARCHIVE), (b"7z\xbc\xaf", _ARCHIVE), (b"\x1f\x8b", _ARCHIVE),
)
# What an OLE container holds, by the names of its streams.
_STREAMS: tuple[tuple[str, Kind], ...] = (
    ("EncryptedPackage", _LOCKED), ("WordDocument", _DOC), ("Workbook", _XLS), ("PowerPoint Document", _PPT),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_SUFFIXES = {".txt", ".md", ".csv", ".html", ".htm"}


def kind_of(data: bytes) -> Kind | None:
    """Tell what a file is by what it holds.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    Kind or None
        None where the bytes are those of no known kind, plain text among them.

    Examples
    --------
    >>> kind_of(b"%PDF-1.7 ...").name
    'PDF 文件'
    """
    if data.startswith(b"PK\x03\x04"):
        return _package(data)
    if data.startswith(_OLE):
        # Every stream's name stands in the container as UTF-16, the kinds told apart by it.
        return next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in data),
                    Kind("旧版 Office 文件", "请用 Word、Excel 或 WPS 打开它，另存为 .docx 或 .xlsx 再读"))
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    # Some writers put bytes before the mark of a PDF; readers look for it in the first kilobyte.
    if b"%PDF-" in data[:1024]:
        return _PDF
    head = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return _HTML if head.startswith((b"<!doctype html", b"<html")) else None


def check(path: Path, data: bytes) -> None:
    """Refuse a file whose content is not what its suffix says.

    Parameters
    ----------
    path : Path
        The file; its suffix is one that is read.
    data : bytes
        What it holds.

    Raises
    ------
    ReadError
        If it is another kind of file, with the name of that kind.
    """
    suffix = path.suffix.lower()
    kind = kind_of(data)
    if kind is None or kind.suffix == suffix or (kind is _HTML and suffix in _TEXT_SUFFIXES):
        return
    if kind is _LOCKED and suffix in {".docx", ".xlsx"}:
        raise ReadError(str(path), "设了打开密码", kind.way_out)
    raise ReadError(str(path), f"后缀是 {suffix}，其实是{kind.name}", kind.way_out)


def _package(data: bytes) -> Kind | None:
    """Tell what a zip file is by the names in it; None for one that is damaged, which its reader will say."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except BROKEN:
        # What is left of a cut file still shows the names of its first entries.
        names = {name for name in ("word/", "xl/", "ppt/") if name.encode() in data}
    for part, kind in (("word/", _DOCX), ("xl/", _XLSX), ("ppt/", _PPT), ("OFD.xml", _OFD)):
        if any(name.startswith(part) for name in names):
            return kind
    if "mimetype" in names and "content.xml" in names:
        return Kind("OpenDocument 文件", "请用 WPS 或 LibreOffice 打开它，另存为 .docx 或 .xlsx 再读")
    return _ARCHIVE if names else None
