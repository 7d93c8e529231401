"""The square code (QR) a recipient's telephone reads, drawn for the screen, for print and for Word."""

from io import BytesIO

import segno

# Level M survives a fold, a stamp and a fax; the white border belongs to the symbol (ISO/IEC 18004).
_ERROR_CORRECTION = "m"
_BORDER = 2


def code_svg(address: str) -> str:
    """The code as an SVG drawing without styles, which a strict content policy lets through."""
    svg = BytesIO()
    segno.make(address, error=_ERROR_CORRECTION, micro=False).save(
        svg, kind="svg", border=_BORDER, xmldecl=False, svgclass=None, lineclass=None, omitsize=True
    )
    return svg.getvalue().decode()


def code_png(address: str) -> bytes:
    """The code as a PNG image, ten dots a module."""
    png = BytesIO()
    segno.make(address, error=_ERROR_CORRECTION, micro=False).save(png, kind="png", border=_BORDER, scale=10)
    return png.getvalue()
