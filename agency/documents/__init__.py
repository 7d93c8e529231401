"""Letters, plans and reports on paper: built once as blocks, rendered to HTML, tagged PDF or DOCX."""
