"""``lms pairing``: suggest pairs, and do what the clock asks of pairs, requests and notices."""

import click


@click.group("pairing")
def group() -> None:
    """Suggest pairs, and do what the clock asks."""
