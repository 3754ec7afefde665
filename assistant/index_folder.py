"""Writing in an index folder: one process at a time, and what is in the way told."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import IndexFolderError

LOCK_SECONDS = 120


@contextmanager
def writing(index: Path) -> Iterator[None]:
    """Holds the folder, made when missing, while it is written.

    Raises:
        IndexFolderError: it cannot be written, another process has been writing it for long, or a file
            cannot be read or written meanwhile.
    """
    lock = FileLock(index / ".lock", timeout=LOCK_SECONDS)
    try:
        index.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise IndexFolderError(
            f"Another process has been writing the index at {str(index)!r} for "
            f"{LOCK_SECONDS} s. Wait for it, or name another folder with --index."
        ) from error
    except OSError as error:
        raise IndexFolderError(
            f"The index folder {str(index)!r} cannot be written "
            f"({error.strerror or error}). Make it writable, or name another with --index."
        ) from error
    try:
        yield
    except OSError as error:  # of any file: the error names it
        raise IndexFolderError(
            f"The index in {str(index)!r} cannot be made ({error}). Mend that and ask again, or name another "
            "folder with --index."
        ) from error
    finally:
        lock.release()
