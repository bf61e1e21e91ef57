"""Each module checks the files of one format with the tools that belong to it; tools/check_exports.py runs them."""
