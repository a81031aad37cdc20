"""Writing an author's files so that each is whole at any moment: the old one until the new one is there."""

import errno
import os
import shutil
import tempfile
from pathlib import Path


def replace_file(target: Path, content: bytes) -> None:
    """Write ``content`` to ``target``, which keeps its permissions, or is made with its folders.

    Raises:
        OSError: it cannot be written, or is no file: a device would be replaced by one.
    """
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=target.parent, prefix=".lms-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        if target.exists():
            shutil.copymode(target, partial)
        else:
            umask = os.umask(0)
            os.umask(umask)
            Path(partial).chmod(0o666 & ~umask)
        os.replace(partial, target)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
