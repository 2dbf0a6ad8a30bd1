# For benches, read with `.`: what a command takes. Leaves its output in the files out and err.
# seconds COMMAND...: of processors.
seconds() {
  LC_ALL=C sh -c '"$@" >out 2>err; times' sh "$@" | awk 'NR == 2 { for (i = 1; i <= 2; i++) { split($i, p, /[ms]/); s += 60 * p[1] + p[2] } print s }'
}
