"""The path of a unit, such as ``/1/4/27/``: the numbers of all units from the top down to it. Pure."""


def paths_down_to(path: str) -> list[str]:
    """Return the paths of the unit and of all above it, the top first; none of the empty path."""
    return [path[: end + 1] for end, character in enumerate(path) if character == "/" and end]


def ids_down_to(path: str) -> list[int]:
    """Return the numbers of the same units, the top first."""
    return [int(part) for part in path.split("/") if part]
