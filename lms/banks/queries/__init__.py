"""What the pages of banks read; import the module that you need."""
