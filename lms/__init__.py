"""Cặp đôi số: a learning microsite where people learn digital skills by doing, with a colleague beside them."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("cap-doi-so")
except PackageNotFoundError:  # a plain checkout that was never installed
    __version__ = "0"
