"""Who speaks: quotations, the marks around them, and whom a text names beside them."""
