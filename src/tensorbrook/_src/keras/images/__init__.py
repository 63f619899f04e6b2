"""Images in files, arrays and folders."""
