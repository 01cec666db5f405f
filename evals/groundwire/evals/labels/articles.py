"""Articles as files: UTF-8, kept character by character, because offsets count them."""

from pathlib import Path

from groundwire.evals.errors import EvalError


def read_article(path: Path) -> str:
    """The text of an article, line ends and all.

    Raises:
        EvalError: The file is missing, is not UTF-8 or is empty.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise EvalError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise EvalError(f"{path}: is not UTF-8 at byte {error.start}") from error
    if not text:
        raise EvalError(f"{path}: is empty")
    return text
