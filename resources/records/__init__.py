"""What the directory keeps, one noun a file, named as HSDS names it."""
