# A file to start from.
new field
