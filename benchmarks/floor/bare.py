"""F0: bare Flask and a fixed page of 20 KB. Nothing is read, checked, rendered or compressed."""

from flask import Flask

PAGE_BYTES = 20_000
_LINE = "<p>Thầy cô bấm nút nguồn, đợi màn hình sáng, rồi vuốt lên để mở máy.</p>\n"


def page(size: int = PAGE_BYTES) -> str:
    """Return a page of ``size`` bytes."""
    line = len(_LINE.encode())
    text = _LINE * (size // line)
    return text + " " * (size - len(text.encode()))


def create_app() -> Flask:
    """Build the floor F0."""
    app = Flask("bare")
    fixed = page()

    @app.get("/")
    def home() -> str:
        return fixed

    return app
