"""The square code (QR) a recipient's telephone reads, drawn for the screen, for print and for Word."""

from io import BytesIO

import segno

# Level M survives a fold, a stamp and a fax.
_ERROR_CORRECTION = "m"


def code_svg(address: str) -> str:
    """The code as an SVG drawing without styles; the white page is its quiet zone (ISO/IEC 18004)."""
    svg = BytesIO()
    segno.make(address, error=_ERROR_CORRECTION, micro=False).save(
        svg, kind="svg", border=0, xmldecl=False, svgclass=None, lineclass=None, omitsize=True
    )
    return svg.getvalue().decode()


def code_png(address: str) -> bytes:
    """The code as a PNG image, ten dots a module, with its quiet zone."""
    png = BytesIO()
    segno.make(address, error=_ERROR_CORRECTION, micro=False).save(png, kind="png", border=4, scale=10)
    return png.getvalue()
