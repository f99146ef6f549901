"""Files in and out: documents, codebooks and tables. Knows values, never the store."""
