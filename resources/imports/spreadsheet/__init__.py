"""Directories in any spreadsheet, one service a row."""
