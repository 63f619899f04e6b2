"""Files from the net, kept below `~/.keras`."""

from __future__ import annotations

import hashlib
import os
import pathlib
import shutil
import tarfile
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import warnings
import zipfile
from typing import Any

from tensorbrook._src.keras.callbacks.progbar import Progbar

_CHUNK = 1 << 18


def get_file(
    fname: str | None = None,
    origin: str | None = None,
    untar: bool = False,
    md5_hash: str | None = None,
    file_hash: str | None = None,
    cache_subdir: str = "datasets",
    hash_algorithm: str = "auto",
    extract: bool = False,
    archive_format: Any = "auto",
    cache_dir: Any = None,
    force_download: bool = False,
) -> str:
    """Returns the path of a file, fetched from the net if it is not there yet.

    A file that lies in the cache is used as it is; where its checksum is not the
    published one there is a warning.

    Args:
        fname: the file's name in the cache; by default the end of `origin`.
        origin: the address.
        untar: whether to unpack a tar archive; the old name of `extract`.
        md5_hash: the file's MD5 checksum; the old name of `file_hash`.
        file_hash: the file's checksum.
        cache_subdir: the folder below the cache.
        hash_algorithm: `"md5"`, `"sha256"`, or `"auto"` for either, by its length.
        extract: whether to unpack an archive.
        archive_format: `"auto"`, `"tar"`, `"zip"`, a list of them, or None.
        cache_dir: the cache; by default `~/.keras`.
        force_download: whether to fetch the file even if it is there.

    Returns:
        The path of the file, or of the folder into which it was unpacked.

    Raises:
        ConnectionError: when the file is not there and cannot be fetched.
        ValueError: when the address is missing or the fetched file is damaged.
    """
    if origin is None:
        raise ValueError("get_file: `origin`, the address of the file, is missing.")
    given = fname is not None
    name = os.fspath(fname) if fname is not None else _last_part(origin)
    folder = _writable_folder(cache_dir, cache_subdir)
    unpacks = extract or untar
    target = folder / name
    if unpacks and given and "." not in name:
        unpacked, target = target, folder / f"{name}_archive"
    else:
        unpacked = folder / f"{name.split('.')[0]}_extracted"
    expected = file_hash or md5_hash
    if md5_hash is not None and file_hash is None:
        hash_algorithm = "md5"
    fetched = force_download or not target.exists()
    if fetched and not (unpacks and _is_filled(unpacked) and not force_download):
        _download(origin, target, expected, hash_algorithm)
    elif expected and target.exists():
        _warn_if_different(target, expected, hash_algorithm, origin)
    if not unpacks:
        return str(target)
    if not _is_filled(unpacked) or force_download:
        _unpack(target, unpacked, archive_format)
    return str(unpacked)


def cache_folder() -> pathlib.Path:
    """Returns the folder of everything that Keras keeps: `~/.keras`."""
    home = os.environ.get("KERAS_HOME")
    return pathlib.Path(home) if home else pathlib.Path.home() / ".keras"


def _last_part(origin: str) -> str:
    """Returns the file's name at the end of an address."""
    name = pathlib.PurePosixPath(urllib.parse.urlparse(origin).path).name
    if not name:
        raise ValueError(
            f"get_file: cannot find a file's name in `origin`: {origin}. Pass `fname`."
        )
    return name


def _writable_folder(cache_dir: Any, cache_subdir: str) -> pathlib.Path:
    """Returns the folder to keep the file in; a temporary one if it must be."""
    base = cache_folder() if cache_dir is None else pathlib.Path(os.fspath(cache_dir))
    base = base.expanduser()
    if base.exists() and not os.access(base, os.W_OK):
        base = pathlib.Path(tempfile.gettempdir()) / ".keras"
    folder = base / cache_subdir
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _is_filled(folder: pathlib.Path) -> bool:
    """Says whether a folder holds something."""
    return folder.is_dir() and any(folder.iterdir())


def _algorithm(expected: str, name: str) -> str:
    """Returns the name of the checksum's algorithm."""
    if name in ("md5", "sha256"):
        return name
    return "sha256" if len(expected) == 64 else "md5"


def checksum(path: Any, algorithm: str) -> str:
    """Returns a file's checksum in hexadecimal digits.

    Args:
        path: the file.
        algorithm: `"md5"` or `"sha256"`.
    """
    digest = hashlib.new(algorithm, usedforsecurity=False)
    with open(path, "rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _warn_if_different(
    path: pathlib.Path, expected: str, algorithm: str, origin: str
) -> None:
    """Warns when a file of the cache is not the published one."""
    found = checksum(path, _algorithm(expected, algorithm))
    if found != expected:
        warnings.warn(
            f"{path} is not the file that {origin} offers: its checksum is {found}, "
            f"the published one {expected}. It is used as it is; delete it to fetch "
            "the published file.",
            stacklevel=3,
        )


def _download(
    origin: str, target: pathlib.Path, expected: str | None, algorithm: str
) -> None:
    """Fetches a file, shows how far it is, and checks it."""
    print(f"Downloading data from {origin}")
    number, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(number)
    try:
        try:
            _fetch(origin, name)
        except (urllib.error.URLError, OSError) as error:
            raise ConnectionError(
                f"Cannot fetch {origin}: {error}. Without a connection, put the file "
                f"at {target} yourself."
            ) from error
        if expected:
            found = checksum(name, _algorithm(expected, algorithm))
            if found != expected:
                raise ValueError(
                    f"The file fetched from {origin} is damaged: its checksum is "
                    f"{found}, the published one {expected}."
                )
        os.chmod(name, 0o644)
        os.replace(name, target)
    finally:
        if os.path.exists(name):
            os.unlink(name)


def _fetch(origin: str, path: str) -> None:
    """Copies what lies at an address into a file."""
    with urllib.request.urlopen(origin, timeout=30) as source, open(path, "wb") as sink:
        size = source.headers.get("Content-Length")
        bar = Progbar(int(size) if size else None, unit_name="B")
        done = 0
        while chunk := source.read(_CHUNK):
            sink.write(chunk)
            done += len(chunk)
            bar.update(done)
        if size and done < int(size):
            raise OSError(f"the connection ended after {done} of {size} bytes")


def _unpack(archive: pathlib.Path, folder: pathlib.Path, archive_format: Any) -> None:
    """Unpacks an archive into a folder, all of it or nothing."""
    if archive_format is None:
        return
    kinds = ("tar", "zip") if archive_format == "auto" else archive_format
    kinds = (kinds,) if isinstance(kinds, str) else kinds
    scratch = pathlib.Path(tempfile.mkdtemp(dir=folder.parent, prefix=".unpacking"))
    try:
        if "zip" in kinds and zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as zipped:
                for member in zipped.namelist():
                    _check_inside(scratch, member, archive)
                zipped.extractall(scratch)
        elif "tar" in kinds and tarfile.is_tarfile(archive):
            with tarfile.open(archive) as tarred:
                for item in tarred.getmembers():
                    _check_inside(scratch, item.name, archive)
                    if not (item.isfile() or item.isdir()):
                        raise ValueError(
                            f"{archive} holds '{item.name}', which is neither a file "
                            "nor a folder; it is not unpacked."
                        )
                tarred.extractall(scratch)
        else:
            raise ValueError(f"{archive} is no archive of the kinds {kinds}.")
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(scratch, folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _check_inside(folder: pathlib.Path, name: str, archive: pathlib.Path) -> None:
    """Raises when a name would lead out of the folder."""
    root = folder.resolve()
    if not (root / name).resolve().is_relative_to(root):
        raise ValueError(
            f"{archive} holds '{name}', which would be written outside of the folder; "
            "it is not unpacked."
        )
