"""The one place for making text of unknown origin harmless where it is shown."""

# Control characters but tab and line feed, each as its picture (U+2400 …), and those that turn the direction of text
# around: data must neither steer a terminal nor look like other data.
_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"}
_PICTURES |= dict.fromkeys((*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)


def harmless(text: str) -> str:
    """The text with a picture for each character that would steer a terminal."""
    return text.translate(_PICTURES)
