#!/usr/bin/python3
"""Reads a workbook as another program does (openpyxl) and prints each cell with its type."""
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
sheet = book.worksheets[0]
print(f"{sheet.title} frozen {sheet.freeze_panes} filter {sheet.auto_filter.ref} made {book.properties.created:%Y-%m-%d}")
for row in sheet.iter_rows():
    print("|".join("" if cell.value is None else f"{cell.data_type}:{cell.value}:{cell.number_format}".replace("\n", "/") for cell in row))
