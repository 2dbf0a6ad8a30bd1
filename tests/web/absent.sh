#!/bin/sh
# A test of pages that cannot run here. Usage: absent.sh WHY; prints TAP.
echo "1..0 # SKIP $1"
