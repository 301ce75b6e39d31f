"""Open the zip package of a .docx or .xlsx file, within limits and without anything that XML could pull in."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from liantu.errors import ReadError

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["BROKEN", "Package", "open_package"]

# The XML of a plan of a hundred pages takes some 5 MB; a bomb of a few kilobytes swells to gigabytes.
_MOST_BYTES = 128 * 1024 * 1024
_MOST_PARTS = 20_000
_AGAIN = "请用 Word、Excel 或 WPS 打开看看，能打开就另存一份再读，打不开就重新下载或复制"

# What a damaged zip file raises, by where the damage is.
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError,
          NotImplementedError)
_DECLARATIONS = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Package:
    """An open package and the file that it is."""

    path: Path
    archive: zipfile.ZipFile

    def xml(self, part: str) -> etree._Element | None:
        """Parse a part.

        Parameters
        ----------
        part : str
            Its name in the package.

        Returns
        -------
        lxml.etree._Element or None
            Its root, or None where the package has no such part.

        Raises
        ------
        ReadError
            If the part is damaged, or holds a document type declaration, which no Office program writes and which
            entity attacks need.
        """
        from lxml import etree

        try:
            data = self.archive.read(part)
            declared = any(mark in data for mark in _DECLARATIONS)
            # Not huge_tree: it would lift the limits on depth and on what entities may swell to.
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                                     remove_comments=True, remove_pis=True)
            root = None if declared else etree.fromstring(data, parser)
        except KeyError:
            return None
        except (*BROKEN, etree.XMLSyntaxError) as error:
            raise ReadError(str(self.path), "文件已损坏", _AGAIN, where=part) from error
        if root is None or root.getroottree().docinfo.internalDTD is not None:
            raise ReadError(str(self.path), "含有 Office 文件不该有的 XML 实体声明，可能有害", "请不要再打开它，并向发件人核实", where=part)
        return root


def open_package(path: Path, data: bytes) -> Package:
    """Open the zip package of an Office file.

    Parameters
    ----------
    path : Path
        The file, for messages.
    data : bytes
        What it holds.

    Returns
    -------
    Package
        The package; the sizes that its directory states are within limits, and no part can exceed what it states.

    Raises
    ------
    ReadError
        If the file is cut, damaged or too large unpacked.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise ReadError(str(path), "文件已损坏或没有传完", _AGAIN) from error
    parts = archive.infolist()
    size = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    if size > _MOST_BYTES or len(parts) > _MOST_PARTS:
        raise ReadError(str(path), f"解压后有 {size / 1024 / 1024:.0f} MB 文字，超过 {_MOST_BYTES // 1024 // 1024} MB 的上限",
                        "如果确是正常文件，请拆成几个再读；来路不明的请不要打开")
    return Package(path, archive)
