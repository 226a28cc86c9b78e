"""Front matter: settings at the head of a file, set apart because they are no text of a policy."""

import re

_YAML_LINE = re.compile(r"\s*$|\s+\S|[#\-\]}]|[\w.\-\"' ]+:(?:\s|$)")
_TOML_LINE = re.compile(r"\s*$|\s+\S|[#\[\]{}\"']|[\w.\-\"' ]+=")
_FENCES = {"---": (("---", "..."), _YAML_LINE), "+++": (("+++",), _TOML_LINE)}
_LONGEST = 400


def split_front_matter(text: str) -> tuple[str, str]:
    """Return the front matter, and the text with empty lines in its place.

    A rule at the top of a text is no front matter: every line up to the closing fence has to look
    like a setting, so that no words can hide there.
    """
    lines = text.split("\n", _LONGEST)
    fence = _FENCES.get(lines[0].rstrip())
    if fence is None:
        return "", text
    closings, looks_like_setting = fence
    for index, line in enumerate(lines[1:_LONGEST], 1):
        if line.rstrip() in closings:
            front = "\n".join(lines[1:index])
            return front, "\n" * (index + 1) + "\n".join(lines[index + 1 :])
        if not looks_like_setting.match(line):
            break
    return "", text
