"""How a Word file looks: page, styles, borders, and the few things python-docx leaves to its XML."""

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

# Public Sans is rarely installed where a letter is edited, and Word's stand-in for it is a matter of luck.
_TYPEFACE = "Arial"
NAVY = RGBColor(0x1A, 0x44, 0x80)
BLACK = RGBColor(0, 0, 0)
TEXT_WIDTH = Inches(6.5)
LABEL_WIDTH = Inches(1.7)

# What may follow borders in a paragraph's and a table's properties; Word refuses any other order.
_AFTER_BORDERS = (
    "w:shd",
    "w:tabs",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:outlineLvl",
    "w:rPr",
)
_AFTER_TABLE_BORDERS = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def prepare(word: WordDocument, language: str, *, report: bool) -> None:
    """Give a new Word file its page (US Letter), language and styles, those of a report or of a letter."""
    body_size, title_size = (10, 20) if report else (10.5, 10.5)
    _page(word)
    _defaults(word, language)
    normal = _style(word, "Normal", size=body_size, after=6)
    normal.paragraph_format.line_spacing = 1.15
    sizes = (title_size, max(body_size, title_size * 0.68), body_size + 0.5, body_size)
    for level, size in enumerate(sizes, start=1):
        heading = _style(word, f"Heading {level}", size=size, before=12, after=5)
        heading.font.bold = True
        heading.font.italic = level == 4
        heading.font.color.rgb = NAVY if report and level < 3 else BLACK
    _style(word, "List Bullet", size=body_size, after=3)
    _style(word, "Caption", size=9, before=6, after=3, color=BLACK).paragraph_format.keep_with_next = True
    _style(word, "Small", size=8.5, after=2)
    _style(word, "Table Text", size=9.5, before=2, after=2)
    _style(word, "Agency", size=15, after=0, color=NAVY).font.bold = True
    fact = _style(word, "Fact", size=body_size, after=3)
    _hang(fact, LABEL_WIDTH)
    _hang(_style(word, "Check Box", size=body_size, after=4), Inches(0.3))
    for kind, width, color in (("Info", 16, "1A4480"), ("Warning", 24, "000000"), ("Legal", 8, "000000")):
        notice = _style(word, f"Notice {kind}", size=8.5 if kind == "Legal" else body_size, after=0)
        notice.paragraph_format.left_indent = Inches(0.15)
        border(notice, "left", width=width, color=color, space=8)
    cut = _style(word, "Cut Line", size=8.5, before=18, after=4)
    border(cut, "top", width=6, color="000000", line="dashed", space=4)


def border(
    lined: ParagraphStyle | Paragraph, side: str, *, width: int, color: str, space: int, line: str = "single"
) -> None:
    """Draw a line along one side of a paragraph; width in eighths of a point, space in points."""
    borders = OxmlElement("w:pBdr")
    borders.append(_edge(side, line, width, color, space))
    lined.paragraph_format.element.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


def rule_table(table: Any) -> None:  # noqa: ANN401 - python-docx's untyped element
    """Fine lines below each row of a table, a colored one below its header."""
    borders = OxmlElement("w:tblBorders")
    borders.append(_edge("bottom", "single", 4, "71767A", 0))
    borders.append(_edge("insideH", "single", 4, "71767A", 0))
    table.tblPr.insert_element_before(borders, *_AFTER_TABLE_BORDERS)
    for cell in table.tr_lst[0].tc_lst:
        edges = OxmlElement("w:tcBorders")
        edges.append(_edge("bottom", "single", 8, "1A4480", 0))
        cell.get_or_add_tcPr().append(edges)


def keep_rows(table: Any) -> None:  # noqa: ANN401 - python-docx's untyped element
    """Repeat the first row as the header of every page, which also names the columns, and split no row."""
    for number, row in enumerate(table.tr_lst):
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))


def field(paragraph: Paragraph, instruction: str) -> None:
    """Add a number that Word works out itself, such as PAGE or NUMPAGES."""
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    simple.append(run)
    paragraph.paragraph_format.element.append(simple)


def _edge(side: str, line: str, width: int, color: str, space: int) -> Any:  # noqa: ANN401
    edge = OxmlElement(f"w:{side}")
    for name, value in (("val", line), ("sz", width), ("space", space), ("color", color)):
        edge.set(qn(f"w:{name}"), str(value))
    return edge


def _page(word: WordDocument) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Inches(8.5), Inches(11)
    page.left_margin = page.right_margin = Inches(1)
    page.top_margin, page.bottom_margin = Inches(0.75), Inches(0.8)
    page.header_distance = page.footer_distance = Inches(0.4)
    # The header belongs to the pages after the letterhead.
    page.different_first_page_header_footer = True


def _defaults(word: WordDocument, language: str) -> None:
    defaults = word.styles.element.find(qn("w:docDefaults"))
    defaults.find(f".//{qn('w:lang')}").set(qn("w:val"), language)
    fonts = defaults.find(f".//{qn('w:rFonts')}")
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _TYPEFACE)
    for setting in word.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _style(
    word: WordDocument,
    name: str,
    *,
    size: float,
    before: float = 0,
    after: float = 0,
    color: RGBColor | None = None,
) -> ParagraphStyle:
    if name not in word.styles:
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style = word.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is not a paragraph style.")
    style.font.name = _TYPEFACE
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
    style.font.size = Pt(size)
    if color is not None:
        style.font.color.rgb = color
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    return style


def _hang(style: ParagraphStyle, indent: Inches) -> None:
    style.paragraph_format.left_indent = indent
    style.paragraph_format.first_line_indent = -indent
    style.paragraph_format.tab_stops.add_tab_stop(indent)
