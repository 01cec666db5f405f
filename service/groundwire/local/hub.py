"""Model files from the Hugging Face hub, or from a server that speaks like it (HF_ENDPOINT)."""

import errno
import re
import shutil
from pathlib import Path
from typing import Final

from groundwire.local.errors import DiskFull, HubFailed
from groundwire.local.progress import Progress

PREFIX: Final = "hf:"
_SOURCE: Final = re.compile(r"hf:(?P<repo>[^/:]+/[^/:]+)/(?P<file>[^:]+\.gguf)")


def fetch(source: str, cache_dir: Path, progress: Progress) -> Path:
    """Return a hub file, downloading it when the cache does not have it.

    Interrupted downloads are resumed and concurrent ones done once: huggingface_hub sees to that. A file
    already fetched is used without a network. HF_ENDPOINT and HF_TOKEN are obeyed.

    Args:
        source: `hf:OWNER/REPO/FILE.gguf`; FILE may lie in folders of the repository.
        cache_dir: The file goes to its folder `hub`.
        progress: Told of stage "downloading", total unknown.

    Returns:
        Path of the file in the cache.

    Raises:
        HubFailed: Bad source, package or network absent, no such repository or file.
        DiskFull: No room for the file.
    """
    match = _SOURCE.fullmatch(source)
    if match is None:
        raise HubFailed(source, "it should look like hf:OWNER/REPO/FILE.gguf")
    try:
        # Lazy: only who asks for a hub file needs the package, and it takes a while to import.
        from huggingface_hub import hf_hub_download  # noqa: PLC0415 - see above
        from huggingface_hub.errors import HfHubHTTPError  # noqa: PLC0415 - see above
        from huggingface_hub.utils.tqdm import disable_progress_bars  # noqa: PLC0415 - see above
    except ImportError as error:
        raise HubFailed(source, "the package huggingface_hub is not installed") from error
    disable_progress_bars()  # they would write to the caller's stderr
    progress("downloading", 0, 0)
    try:
        return Path(hf_hub_download(match["repo"], match["file"], cache_dir=cache_dir / "hub"))
    except HfHubHTTPError as error:  # no such repository, no such file, no permission
        raise HubFailed(source, _first_line(error)) from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise DiskFull(cache_dir, 0, shutil.disk_usage(cache_dir).free) from error
        raise HubFailed(source, _first_line(error)) from error
    except Exception as error:  # its HTTP library's own errors are no part of its documented surface
        raise HubFailed(source, f"{type(error).__name__}: {_first_line(error)}") from error


def promised_sum(path: Path) -> str | None:
    """Tell the SHA-256 under which the hub keeps a large file.

    Args:
        path: A path from `fetch`: a link to a blob that is named after its ETag.

    Returns:
        The sum in hexadecimal; None for a small file, whose ETag is another hash.
    """
    name = path.resolve().name
    return name if re.fullmatch(r"[0-9a-f]{64}", name) else None


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
