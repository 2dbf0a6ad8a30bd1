# A text file as rows of C strings, one a line.
s/\\/\\\\/g
s/"/\\"/g
s/^/"/
s/$/\\n",/
