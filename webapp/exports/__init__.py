"""The catalog in other forms: PDFs and pictures."""
