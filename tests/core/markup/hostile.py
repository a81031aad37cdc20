"""Shapes of Markdown that are known to keep converters busy, in any size."""

from collections.abc import Callable

LINE = 3_900


def run(text: str, size: int) -> str:
    """Return ``text`` over and over, in lines that are long but allowed."""
    line = (text * (LINE // len(text) + 1))[:LINE]
    return "\n".join([line] * max(1, size // LINE))


def blocks(text: str, times: int, size: int) -> str:
    """Return blocks that each hold ``text`` many times."""
    block = text * times + "\n\n"
    return block * max(1, size // len(block.encode()))


def lines(text: str, size: int) -> str:
    """Return ``text``, which ends with a line end, over and over."""
    return text * max(1, size // len(text.encode()))


SHAPES: dict[str, Callable[[int], str]] = {
    "opening brackets in one line": lambda size: "[" * size,
    "opening brackets": lambda size: blocks("[", 100, size),
    "picture brackets": lambda size: blocks("![", 50, size),
    "brackets before a long text": lambda size: lines("[" * 100 + "a" * 3_000 + "\n\n", size),
    "nested links": lambda size: blocks("[a](", 100, size),
    "closed nested brackets": lambda size: lines("[" * 50 + "a" + "](b)" * 50 + "\n\n", size),
    "pairs of brackets": lambda size: blocks("[a][b] ", 50, size),
    "links": lambda size: blocks("[a](b) ", 99, size),
    "brackets behind blank-looking lines": lambda size: lines("[[[[[[\n\u00a0\n", size),
    "parentheses in a link": lambda size: lines("[a](" + "(" * 3_000 + "\n\n", size),
    "quotation marks in a link": lambda size: lines('[a](b "' + '"' * 3_000 + ")\n\n", size),
    "stars": lambda size: run("*", size),
    "stars and letters": lambda size: blocks("*a ", 900, size),
    "stars without spaces": lambda size: blocks("*a*", 450, size),
    "double stars": lambda size: blocks("a**b", 450, size),
    "mixed stars": lambda size: blocks("*x**y***z", 150, size),
    "underscores": lambda size: blocks("__a", 450, size),
    "both emphases": lambda size: blocks("_*a", 480, size),
    "tildes": lambda size: blocks("~~a ", 400, size),
    "backticks": lambda size: run("`", size),
    "single backticks": lambda size: blocks("`a ", 900, size),
    "growing backticks": lambda size: blocks(" ".join("`" * n for n in range(1, 43)), 1, size),
    "angles": lambda size: run("<", size),
    "open tags": lambda size: run("<a ", size),
    "addresses never closed": lambda size: run("<https:", size),
    "mail never closed": lambda size: run("<a.b@", size),
    "ampersands": lambda size: run("&", size),
    "entities": lambda size: run("&#x", size),
    "backslashes": lambda size: run("\\", size),
    "deep quotations": lambda size: lines(">" * 100 + " a\n\n", size),
    "deeper quotations": lambda size: ">" * size,
    "deep lists": lambda size: lines("- " * 99 + "a\n\n", size),
    "deeper lists": lambda size: "- " * (size // 2) + "a",
    "stairs": lambda size: lines("".join("  " * n + "- a\n" for n in range(100)), size),
    "high stairs": lambda size: "".join("  " * n + "- a\n" for n in range(int(size**0.5))),
    "lists in quotations": lambda size: lines("> - " * 49 + "a\n\n", size),
    "many items": lambda size: lines("- a\n", size),
    "many loose items": lambda size: lines("1. a\n\n", size),
    "many headings": lambda size: lines("# a\n", size),
    "number signs": lambda size: run("#", size),
    "closing number signs": lambda size: run("# ", size),
    "underlines": lambda size: lines("a\n---\n", size),
    "one long heading": lambda size: lines("a\n", size) + "---\n",
    "bars": lambda size: run("|", size),
    "long tables": lambda size: "|a|b|\n|-|-|\n" + lines("|a|b|\n", size),
    "wide tables": lambda size: "|a" * 1_500 + "\n" + "|-" * 1_500 + "\n" + lines("|a" * 1_500 + "\n", size),
    "many fences": lambda size: lines("```\n", size),
    "open fences": lambda size: lines("~~~a\n\n", size),
    "footnotes": lambda size: "".join(f"[^{n}]: a\n\n" for n in range(size // 10)),
    "references": lambda size: "".join(f"[{n}]: /a\n\n" for n in range(size // 10)),
    "abbreviations": lambda size: "".join(f"*[A{n}]: a\n" for n in range(49)) + lines("A1 A2 A3\n", size),
    "attribute lists": lambda size: lines("a\n{: " + "a=b " * 500 + "\n\n", size),
    "attributes never closed": lambda size: lines("a\n{: " + 'a="' * 1_000 + "}\n\n", size),
    "definitions": lambda size: lines("a\n:   b\n:   c\n", size),
    "spaces": lambda size: lines(" " * 300 + "x\n", size),
    "blank lines": lambda size: "\n" * size,
    "alerts": lambda size: lines("> [!NOTE]\n> a\n\n", size),
    "local fields": lambda size: run("{{a}}", size),
    "marks of the converter": lambda size: run("wzxhzdk:0 klzzwxh:0001", size),
    "ticks far apart": lambda size: "- [ ] a\n" + "\n" * size + "- [ ] b\n",
    "many different links": lambda size: "".join(f"[a](b{n}.md)\n\n" for n in range(size // 14)),
    "many dots": lambda size: lines("." * 3_000 + "x\n", size),
    "long words": lambda size: run("ế", size),
}
