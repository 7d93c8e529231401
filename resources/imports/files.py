"""Opening what a coordinator was sent: a file, a folder or a zip, within limits that no honest directory reaches."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from stat import S_ISLNK
from zipfile import BadZipFile, ZipFile, ZipInfo

from resources.imports.refusals import UnusableFileError

MAXIMUM_BYTES = 256 * 1024 * 1024
MAXIMUM_FILES = 500
# A zip of real tables shrinks to a tenth; a bomb to a thousandth.
MAXIMUM_RATIO = 200


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to read: its name as the coordinator knows it, and its bytes when asked for."""

    name: str
    read: Callable[[], bytes]

    @property
    def stem(self) -> str:
        """The name without its ending, in small letters."""
        return PurePosixPath(self.name).stem.casefold()

    @property
    def suffix(self) -> str:
        """The ending, such as ".csv", in small letters."""
        return PurePosixPath(self.name).suffix.casefold()


def open_path(path: Path) -> list[SourceFile]:
    """The files under a path, a zip opened up; UnusableFileError where there is nothing to read or too much."""
    try:
        if not path.exists():
            raise UnusableFileError(f"There is no file or folder {path}.")
        if path.is_dir():
            return _folder(path)
        size = path.stat().st_size
    except OSError as error:
        raise UnusableFileError(f"{path.name} cannot be opened: {error.strerror}.") from error
    if size == 0:
        raise UnusableFileError(f"{path.name} is empty.")
    if size > MAXIMUM_BYTES:
        raise UnusableFileError(
            f"{path.name} is larger than {MAXIMUM_BYTES // 2**20} MB, the most that is read at once."
        )
    return _zip(path.name, _content(path)) if path.suffix.casefold() == ".zip" else [_on_disk(path)]


def _on_disk(path: Path) -> SourceFile:
    return SourceFile(path.name, lambda: _content(path))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnusableFileError(f"{path.name} cannot be read: {error.strerror}.") from error


def _folder(path: Path) -> list[SourceFile]:
    found = sorted(each for each in path.iterdir() if each.is_file() and not _is_left_behind(each.name))
    if not found:
        raise UnusableFileError(f"The folder {path} holds no files.")
    if outside := [each.name for each in found if path.resolve() not in each.resolve().parents]:
        raise UnusableFileError(f"{outside[0]} in the folder is a link to somewhere else, so it is not read.")
    if len(found) > MAXIMUM_FILES or sum(each.stat().st_size for each in found) > MAXIMUM_BYTES:
        raise UnusableFileError(f"The folder {path} holds more than is read at once.")
    return [_on_disk(each) for each in found]


def _zip(name: str, content: bytes) -> list[SourceFile]:
    try:
        archive = ZipFile(BytesIO(content))
    except BadZipFile as error:
        raise UnusableFileError(f"{name} is not a zip file, or a damaged one.") from error
    members = [each for each in archive.infolist() if not each.is_dir() and not _hidden(each)]
    check_archive(name, archive)
    if not members:
        raise UnusableFileError(f"{name} holds no files.")
    return [SourceFile(PurePosixPath(each.filename).name, _member(name, archive, each)) for each in members]


def check_archive(name: str, archive: ZipFile) -> None:
    """Refuse an archive that would unpack to too much, or that points outside of itself."""
    members = archive.infolist()
    size = sum(each.file_size for each in members)
    packed = sum(each.compress_size for each in members)
    if len(members) > MAXIMUM_FILES or size > MAXIMUM_BYTES or size > MAXIMUM_RATIO * max(packed, 4096):
        raise UnusableFileError(f"{name} unpacks to far more than a directory holds, so it is not opened.")
    for each in members:
        parts = PurePosixPath(each.filename.replace("\\", "/")).parts
        if ".." in parts or each.filename.startswith(("/", "\\")) or ":" in each.filename:
            raise UnusableFileError(
                f"{name} holds a file that points outside of it ({each.filename[:80]!r}), so it is not opened."
            )
        if S_ISLNK(each.external_attr >> 16):
            raise UnusableFileError(f"{name} holds a link ({each.filename[:80]!r}), so it is not opened.")


def _hidden(member: ZipInfo) -> bool:
    return any(_is_left_behind(part) for part in PurePosixPath(member.filename).parts if part != "..")


def _is_left_behind(name: str) -> bool:
    """What other programs leave beside the files they show, as Excel does while a workbook is open."""
    return name.startswith((".", "__MACOSX", "~$")) or name.casefold() in ("thumbs.db", "desktop.ini")


def _member(name: str, archive: ZipFile, member: ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with archive.open(member) as stream:
                # The size the archive claims was checked; what it really holds is checked here.
                content = stream.read(member.file_size + 1)
        except (BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            raise UnusableFileError(
                f"{member.filename} in {name} cannot be unpacked; it is damaged or has a password."
            ) from error
        if len(content) > member.file_size:
            raise UnusableFileError(f"{name} unpacks to more than it says, so it is not opened.")
        return content

    return read
