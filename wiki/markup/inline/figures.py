"""Turn pictures with captions into figures, and add the size of pictures."""

import re

# As Python-Markdown writes our own pictures; cleaning follows, so a missed match is harmless.
_PICTURE = re.compile(r'<img alt="[^"]*" src="(/(?:media|static)/[^"]*)"( title="([^"]*)")?>')
_FIGURE = re.compile(
    r'<p>(<img alt="[^"]*" src="/(?:media|static)/[^"]*") title="([^"]*)"([^<>]*>)</p>'
)
# A name such as `bryggan-1200x800.jpg` contains the size of the picture in pixels.
_SIZE = re.compile(r"-([1-9][0-9]{0,4})x([1-9][0-9]{0,4})\.\w+$")


def make_figures(html: str) -> str:
    """Turn a picture with a title, alone in its paragraph, into a figure with a caption.

    A picture with its size in its name gets width and height, so that a browser reserves the space.
    """
    html = _PICTURE.sub(_add_size, html)
    return _FIGURE.sub(r"<figure>\1\3<figcaption>\2</figcaption></figure>", html)


def _add_size(found: re.Match[str]) -> str:
    size = _SIZE.search(found[1])
    if size is None:
        return found[0]
    return f'{found[0][:-1]} width="{size[1]}" height="{size[2]}">'
