"""What a trainer adds from the page: a scenario's file or a zip of them, read in memory and never written anywhere."""

import lzma
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from assistant.scenarios.files import SUFFIXES, ScenarioFiles, read_scenario
from corpus.errors import Fault

LARGEST = 1_000_000  # bytes that are sent
LARGEST_FILE = 400_000  # bytes of one scenario, unpacked; read_scenario counts its characters
LARGEST_TOGETHER = 400_000  # bytes of all scenarios in a zip, unpacked: reading them is what takes time
MOST_FILES = 20  # scenarios in a zip
MOST_ENTRIES = 200  # of any kind in a zip
_ZIP = b"PK"
_AGAIN = "Make the zip again, without a password"


def read_upload(name: str, content: bytes) -> ScenarioFiles:
    """The scenarios in a file of this name, and the faults of what cannot be used."""
    path = Path(PurePosixPath(name.replace("\\", "/")).name or "file")
    if len(content) > LARGEST:
        return _faulty(path, f"it is over {LARGEST:,} bytes", "Send fewer scenarios at a time")
    if content.startswith(_ZIP):
        return _together(_of_zip(path, content))
    if path.suffix.lower() not in SUFFIXES:
        return _faulty(path, "it is neither a scenario nor a zip", "Choose a file that ends in .yaml or .zip")
    return _of_bytes(path, content)


def _of_bytes(path: Path, content: bytes) -> ScenarioFiles:
    try:
        return read_scenario(path, content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _faulty(path, "it is not a text in UTF-8", "Save it as UTF-8")


def _of_zip(path: Path, content: bytes) -> Iterator[ScenarioFiles]:
    try:
        with ZipFile(BytesIO(content)) as parcel:
            yield from _of_entries(path, parcel)
    except (BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError) as error:
        yield _faulty(path, f"it cannot be unpacked ({error})", _AGAIN)
    except (NotImplementedError, RuntimeError) as error:  # a way of packing that Python lacks; a password
        yield _faulty(path, f"it is packed in a way that cannot be read ({error})", _AGAIN)


def _of_entries(path: Path, parcel: ZipFile) -> Iterator[ScenarioFiles]:
    entries = parcel.infolist()
    wanted = [entry for entry in entries if _wanted(entry)]
    if len(entries) > MOST_ENTRIES or len(wanted) > MOST_FILES:
        yield _faulty(path, f"it holds more than {MOST_FILES} scenarios or {MOST_ENTRIES} files", "Make two of it")
        return
    if not wanted:
        yield _faulty(path, "it holds no file that ends in .yaml", "Put your scenarios in it")
    left = LARGEST_TOGETHER
    for entry in wanted:
        # Only the last part of its name is used, and only to tell of it: nothing is unpacked to a disk.
        inner = Path(f"{path.name}/{PurePosixPath(entry.filename.replace(chr(92), '/')).name}")
        with parcel.open(entry) as file:
            # What a zip says of its sizes may be false: this counts what comes out.
            content = file.read(LARGEST_FILE + 1)
        left -= len(content)
        if len(content) > LARGEST_FILE:
            yield _faulty(inner, f"it is over {LARGEST_FILE:,} bytes", "Shorten it")
        elif left < 0:
            yield _faulty(path, f"its scenarios are over {LARGEST_TOGETHER:,} bytes together", "Make two of it")
            return
        else:
            yield _of_bytes(inner, content)


def _wanted(entry: ZipInfo) -> bool:
    name = PurePosixPath(entry.filename.replace("\\", "/"))
    # Macs add a twin “._name” beside each file.
    return not entry.is_dir() and name.suffix.lower() in SUFFIXES and not name.name.startswith(".")


def _together(parts: Iterator[ScenarioFiles]) -> ScenarioFiles:
    read = list(parts)
    return ScenarioFiles(
        tuple(each for part in read for each in part.scenarios), tuple(fault for part in read for fault in part.faults)
    )


def _faulty(path: Path, fault: str, mend: str) -> ScenarioFiles:
    return ScenarioFiles((), (Fault(path, None, fault, mend),))
