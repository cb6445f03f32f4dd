"""A workbook (.xlsx) as lines of cells, by the standard library alone: what our tests of downloads compare."""
import datetime
import io
import xml.etree.ElementTree
import zipfile

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FIRST_DAY = datetime.date(1899, 12, 30)
DAY_FORMAT, YUAN_FORMAT = "yyyy-mm-dd", "#,##0.00"


def read(data):
    """The rows of the first sheet, each cell as text: days as 2026-11-24, amounts as 60000.00."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert parts.testzip() is None, "a part of the workbook is broken"
        styles = xml.etree.ElementTree.fromstring(parts.read("xl/styles.xml"))
        sheet = xml.etree.ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    assert sheet.find(f".//{SPACE}f") is None, "a formula"
    codes = {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(f"{SPACE}numFmt")}
    formats = [one.get("numFmtId") for one in styles.find(f"{SPACE}cellXfs")]
    rows = []
    for row in sheet.iter(f"{SPACE}row"):
        cells = []
        for cell in row:
            at = 0
            for letter in filter(str.isalpha, cell.get("r")):
                at = at * 26 + ord(letter) - ord("A") + 1
            cells += [""] * (at - 1 - len(cells)) + [show(cell, formats, codes)]
        rows.append(cells)
    return rows


def show(cell, formats, codes):
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext())
    value, kind = cell.findtext(f"{SPACE}v"), formats[int(cell.get("s", 0))]
    if codes.get(kind) == DAY_FORMAT:
        return (FIRST_DAY + datetime.timedelta(int(value))).isoformat()
    return f"{float(value):.2f}" if codes.get(kind) == YUAN_FORMAT else value
